import { opensSession } from "../../contract/built-in.ts";
import { toCacheControl } from "../../contract/cache-hint.ts";
import type { NamedOperation } from "../../contract/operation-tree.ts";
import { nothing } from "../../contract/nothing.ts";
import type { Operation } from "../../contract/operation.ts";
import { sendsQueryString } from "../../contract/parameters.ts";
import { toJsonSchema } from "../../contract/schema.ts";
import { hasSensitiveOutput } from "../../contract/sensitive.ts";
import type { ReadOptions } from "../data/data.ts";
import { createFail, type UntypedFail } from "../handling/declared-problem.ts";
import { type AccessCheck, compileAccess } from "./access.ts";
import { compileParameters, type ParameterDecoder } from "./decode-parameters.ts";
import { type Gauge, toGauge } from "./limiter.ts";
import type { ServiceLimits } from "./limits.ts";
import { compileOutput, type OutputProjection } from "./project-output.ts";
import { compileProjector, type Projector } from "./project.ts";
import { compileValidate, type Validate } from "./validate.ts";

/** A handler without its types. */
export type UntypedHandler = (context: unknown) => unknown;

/** Everything about an operation that can be known before its first request, compiled once. */
export interface Plan {
  readonly id: string;
  readonly operation: Operation;
  readonly handler: UntypedHandler;
  /** `undefined` where everybody may call. */
  readonly access: AccessCheck | undefined;
  readonly gauge: Gauge | undefined;
  /** Whether it may set the cookie of a new session. */
  readonly opensSession: boolean;
  /** Whether a JSON body is read. */
  readonly readsBody: boolean;
  /** Whether the input is {@link nothing}. */
  readonly takesNothing: boolean;
  /** Whether the path gives a part of the input. */
  readonly hasParameters: boolean;
  readonly decodeParameters: ParameterDecoder;
  readonly validate: Validate;
  readonly fail: UntypedFail;
  readonly output: OutputProjection;
  /** What the declared problems may carry, by code. */
  readonly problemData: ReadonlyMap<string, Projector>;
  /** Whether answers have no body. */
  readonly isBodyless: boolean;
  /** Whether anything about it is sensitive. */
  readonly isSensitive: boolean;
  /** Whether an answer may not be kept for replay. */
  readonly withholdsOutcome: boolean;
  /** Whether answers carry an ETag. */
  readonly isConditional: boolean;
  /** Whether answers may be compressed: never sensitive ones (BREACH). */
  readonly isCompressible: boolean;
  /** Whether answers may be kept in the reactive cache. */
  readonly isKept: boolean;
  /** Whether it may be watched: a query that answers something, nothing sensitive, and any program. */
  readonly isWatchable: boolean;
  readonly readOptions: ReadOptions;
  /** Headers of success, copied for each answer. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What the plans of a service have in common. */
export interface PlanSurroundings {
  /** Headers of every answer. */
  readonly base: Readonly<Record<string, string>>;
  readonly limits: ServiceLimits;
  readonly freshMs: number | undefined;
}

/** Compiles an operation and its handler into its plan. */
export function compilePlan(
  { id, operation }: NamedOperation,
  handler: UntypedHandler,
  { base, limits, freshMs }: PlanSurroundings,
): Plan {
  const input = toJsonSchema(operation.input, "input");
  const takesNothing = operation.input === nothing;
  const isSensitive = operation.sensitive !== false;
  const isCompressible = operation.status !== 204 && !isSensitive;
  // Who must prove to be no program proves it for one answer.
  const isWatchable =
    operation.kind === "query" &&
    operation.status !== 204 &&
    operation.spam === undefined &&
    !isSensitive;
  return {
    id,
    operation,
    handler,
    access: compileAccess(operation.access, freshMs),
    gauge: operation.limit === undefined ? undefined : toGauge(id, "default", operation.limit),
    opensSession: opensSession(operation),
    readsBody: !sendsQueryString(operation) && !takesNothing,
    takesNothing,
    hasParameters: operation.path.includes("/:"),
    decodeParameters: compileParameters(operation, input),
    validate: compileValidate(operation.input),
    fail: createFail(id, operation.problems),
    output: compileOutput(operation),
    problemData: compileProblemData(operation),
    isBodyless: operation.status === 204,
    isSensitive,
    withholdsOutcome: hasSensitiveOutput(operation),
    isConditional:
      operation.method === "GET" &&
      operation.cache !== false &&
      !isSensitive &&
      !isOfIdentity(operation),
    isCompressible,
    isKept: isWatchable && operation.cache !== false && !isOfIdentity(operation),
    isWatchable,
    readOptions: {
      operation: id,
      timeoutMs: operation.heavy ? limits.heavyTimeoutMs : limits.queryTimeoutMs,
    },
    headers: toSuccessHeaders(operation, base, isCompressible),
  };
}

function compileProblemData({ problems }: Operation): ReadonlyMap<string, Projector> {
  const projectors = new Map<string, Projector>();
  for (const [code, { data }] of Object.entries(problems))
    if (data !== undefined) projectors.set(code, compileProjector(toJsonSchema(data, "output")));
  return projectors;
}

/** Whose sessions, keys and accounts there are is kept by no cache, not by the browser's own either. */
function isOfIdentity({ builtIn }: Operation): boolean {
  return builtIn?.kind === "identity";
}

function toSuccessHeaders(
  operation: Operation,
  base: Readonly<Record<string, string>>,
  isCompressible: boolean,
): Record<string, string> {
  const isCacheable =
    operation.method === "GET" && operation.sensitive === false && !isOfIdentity(operation);
  const vary = [base["vary"], isCacheable && isCompressible ? "accept-encoding" : undefined].filter(
    Boolean,
  );
  const { vary: _, ...rest } = base;
  return {
    ...(operation.status === 204 ? {} : { "content-type": "application/json" }),
    "cache-control": isCacheable ? toCacheControl(operation.cache) : "no-store",
    ...rest,
    ...(vary.length === 0 ? {} : { vary: vary.join(", ") }),
  };
}
