import type { Access } from "./access.ts";
import type { BuiltIn } from "./built-in.ts";
import type { CacheHint } from "./cache-hint.ts";
import type { Limit } from "./limit.ts";
import { nothing } from "./nothing.ts";
import type { ProblemDefinition, ProblemDefinitions } from "./problem.ts";
import type { Schema, SchemaInput, SchemaOutput } from "./schema.ts";
import type { SpamGuard } from "./spam-guard.ts";

/** What an operation may do: see {@link query}, {@link mutation} and {@link action}. */
export type OperationKind = "query" | "mutation" | "action";

/** The HTTP methods that an operation can have. */
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

type NoProblems = Readonly<Record<never, ProblemDefinition>>;

/** What may be said of any operation. */
interface OperationOptions<
  Input extends Schema,
  Output extends Schema,
  Problems extends ProblemDefinitions,
  A extends Access,
> {
  /** The route: literal segments and `:parameters`, each a property of the input. */
  readonly path: `/${string}`;
  /** Everything the caller sends: path parameters, and the query string or the JSON body. Default {@link nothing}. */
  readonly input?: Input;
  /** Everything the caller gets. What it does not declare never leaves the service. */
  readonly output: Output;
  /** The expected failures, by code. */
  readonly problems?: Problems;
  /** Who may call. Default `"user"`: nothing is public unless it says so. */
  readonly access?: A;
  readonly limit?: Limit;
  /** What keeps programs out of a public form. */
  readonly spam?: SpamGuard;
  /** One line for people. */
  readonly summary?: string;
  readonly description?: string;
  /** Examples for the documents; each is checked against its schema when the contract is built. */
  readonly examples?: {
    readonly input?: SchemaInput<Input>;
    readonly output?: SchemaOutput<Output>;
  };
  readonly deprecated?: boolean;
  /** Lets an output pass that is too open to project (`z.unknown()`, an open record). Default `false`. */
  readonly unsafeOpen?: boolean;
}

/** What may be said of a query. */
export interface QueryOptions<
  I extends Schema,
  O extends Schema,
  P extends ProblemDefinitions,
  A extends Access = Access,
> extends OperationOptions<I, O, P, A> {
  /** `POST` for a long or sensitive input; it stays a query. Default `GET`. */
  readonly method?: "GET" | "POST";
  /** `false`: answers are kept nowhere, in the service neither. Default: see {@link CacheHint}. */
  readonly cache?: CacheHint | false;
  /** Its statements run in a process of their own that can be ended, so that a slow one holds up no other. */
  readonly heavy?: boolean;
}

/** What may be said of a mutation or an action. */
export interface CommandOptions<
  I extends Schema,
  O extends Schema,
  P extends ProblemDefinitions,
  A extends Access = Access,
> extends OperationOptions<I, O, P, A> {
  /** Default `POST`. A `DELETE` takes its input from the path and the query string. */
  readonly method?: "POST" | "PUT" | "PATCH" | "DELETE";
  /** The status of success. Default 200, or 204 when the output is {@link nothing}. */
  readonly status?: 200 | 201 | 202 | 204;
  /**
   * Its handler itself answers a repetition with what it answered before, so no outcome is stored, and an
   * `Idempotency-Key` is not looked at. For what must be repeated although its answer is too sensitive to
   * be stored, as new tokens are. Default `false`.
   */
  readonly repeatable?: boolean;
}

/** An operation: plain data. Its types are those of its schemas alone, never of a handler. */
export interface Operation<
  Kind extends OperationKind = OperationKind,
  Input extends Schema = Schema,
  Output extends Schema = Schema,
  Problems extends ProblemDefinitions = ProblemDefinitions,
  A extends Access = Access,
> {
  readonly kind: Kind;
  readonly method: Method;
  readonly path: `/${string}`;
  readonly input: Input;
  readonly output: Output;
  readonly problems: Problems;
  readonly access: A;
  readonly limit: Limit | undefined;
  readonly spam: SpamGuard | undefined;
  readonly cache: CacheHint | false | undefined;
  readonly status: number;
  readonly heavy: boolean;
  readonly repeatable: boolean;
  readonly unsafeOpen: boolean;
  readonly deprecated: boolean;
  readonly summary: string | undefined;
  readonly description: string | undefined;
  readonly examples: { readonly input?: unknown; readonly output?: unknown };
  /** `true` for the whole operation, or the sensitive properties by their dotted paths. */
  readonly sensitive: boolean | readonly string[];
  /** Set on the operations that `resource` and `identity` make: what their default handler does. */
  readonly builtIn: BuiltIn | undefined;
}

/** What a caller passes. */
export type InputOf<O extends Operation> = SchemaInput<O["input"]>;

/** What a handler receives: the validated input. */
export type ArgumentsOf<O extends Operation> = SchemaOutput<O["input"]>;

/** What a handler returns and a caller gets. */
export type OutputOf<O extends Operation> = SchemaOutput<O["output"]>;

/** The codes of the problems that an operation declares. */
export type ProblemCodeOf<O extends Operation> = keyof O["problems"] & string;

/** What a declared problem carries, `undefined` when it carries nothing. */
export type ProblemDataOf<
  O extends Operation,
  Code extends ProblemCodeOf<O>,
> = O["problems"][Code]["data"] extends Schema
  ? SchemaOutput<O["problems"][Code]["data"]>
  : undefined;

/**
 * What was declared, and nothing else: without `NoInfer`, the place where an operation stands, such as
 * within `contract({ … })`, would say what its own words leave out.
 */
type Declared<
  Kind extends OperationKind,
  I extends Schema,
  O extends Schema,
  P extends ProblemDefinitions,
  A extends Access,
> = Operation<Kind, NoInfer<I>, O, NoInfer<P>, NoInfer<A>>;

/**
 * Declares an operation that reads one consistent snapshot: no writes, no outside calls. So it can
 * be cached, retried and watched. An HTTP GET unless `method` says `POST`.
 */
export function query<
  O extends Schema,
  I extends Schema = typeof nothing,
  P extends ProblemDefinitions = NoProblems,
  const A extends Access = "user",
>(options: QueryOptions<I, O, P, A>): Declared<"query", I, O, P, A> {
  return toOperation("query", options.method ?? "GET", options);
}

/**
 * Declares an operation that is one database transaction: no outside calls. So the engine can retry
 * it, and apply it exactly once under an `Idempotency-Key`. An HTTP POST unless `method` says otherwise.
 */
export function mutation<
  O extends Schema,
  I extends Schema = typeof nothing,
  P extends ProblemDefinitions = NoProblems,
  const A extends Access = "user",
>(options: CommandOptions<I, O, P, A>): Declared<"mutation", I, O, P, A> {
  return toOperation("mutation", options.method ?? "POST", options);
}

/**
 * Declares an operation that may call the outside world, between reads and writes of its own. Its
 * outside effects happen at least once unless what it calls takes idempotency keys.
 */
export function action<
  O extends Schema,
  I extends Schema = typeof nothing,
  P extends ProblemDefinitions = NoProblems,
  const A extends Access = "user",
>(options: CommandOptions<I, O, P, A>): Declared<"action", I, O, P, A> {
  return toOperation("action", options.method ?? "POST", options);
}

/** True for what {@link query}, {@link mutation} and {@link action} make. */
export function isOperation(value: unknown): value is Operation {
  return (
    typeof value === "object" &&
    value !== null &&
    "kind" in value &&
    "path" in value &&
    "method" in value
  );
}

type AnyOptions<
  I extends Schema,
  O extends Schema,
  P extends ProblemDefinitions,
  A extends Access,
> = OperationOptions<I, O, P, A> &
  Pick<QueryOptions<I, O, P>, "cache" | "heavy"> &
  Pick<CommandOptions<I, O, P>, "status" | "repeatable">;

function toOperation<
  K extends OperationKind,
  I extends Schema,
  O extends Schema,
  P extends ProblemDefinitions,
  A extends Access,
>(kind: K, method: Method, options: AnyOptions<I, O, P, A>): Operation<K, I, O, P, A> {
  return {
    kind,
    method,
    path: options.path,
    // The defaults stand in for type parameters that were then inferred as exactly these.
    input: options.input ?? (nothing as unknown as I),
    output: options.output,
    problems: options.problems ?? ({} as P),
    access: options.access ?? ("user" as A),
    limit: options.limit,
    spam: options.spam,
    cache: options.cache,
    status: options.status ?? ((options.output as Schema) === nothing ? 204 : 200),
    heavy: options.heavy ?? false,
    repeatable: options.repeatable ?? false,
    unsafeOpen: options.unsafeOpen ?? false,
    deprecated: options.deprecated ?? false,
    summary: options.summary,
    description: options.description,
    examples: options.examples ?? {},
    sensitive: false,
    builtIn: undefined,
  };
}
