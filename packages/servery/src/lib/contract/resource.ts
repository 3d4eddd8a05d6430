import type { Access } from "./access.ts";
import type { CacheHint } from "./cache-hint.ts";
import { type DescribedSchema, fromJsonSchema } from "./from-json-schema.ts";
import type { Limit } from "./limit.ts";
import { type Operation, query } from "./operation.ts";
import { problem, type ProblemDefinition } from "./problem.ts";
import type { ListRole, ResourceRole } from "./built-in.ts";
import { describeItem, toListInput, toPageOutput } from "./resource-schemas.ts";
import type { Schema, SchemaOutput } from "./schema.ts";

type Name<Item> = keyof Item & string;

/** What may be said of a resource. */
export interface ResourceOptions<
  Item,
  Key extends Name<Item>,
  Filter extends Name<Item>,
  Sort extends Name<Item>,
> {
  /** Where it lives. Default `/` and its name. */
  readonly path?: `/${string}`;
  /** The property that identifies an item. Default `id`. */
  readonly key?: Key;
  /** Properties by whose values a list may be filtered: scalars. */
  readonly filter?: readonly Filter[];
  /** Properties by which a list may be sorted: required scalars. The first is the default order. */
  readonly sort?: readonly Sort[];
  /** Text properties in which `search` looks. */
  readonly search?: readonly Name<Item>[];
  /** Items on a page that asks for no number. Default 20. */
  readonly pageSize?: number;
  /** The most items on a page. Default 100. */
  readonly maxPageSize?: number;
  readonly access?: Access;
  readonly limit?: Limit;
  readonly cache?: CacheHint;
}

/** What a list is asked. */
export interface ListInput<Item, Filter extends Name<Item>, Sort extends Name<Item>> {
  /** Items that have one of the given values in each given property. */
  readonly filter?: { readonly [F in Filter]?: readonly NonNullable<Item[F]>[] };
  /** A property, ascending, or with `-` before it descending. */
  readonly sort?: Sort | `-${Sort}`;
  /** Text that one of the searched properties contains, without regard to case (ASCII). */
  readonly search?: string;
  /** How many items at most. */
  readonly pageSize?: number;
  /** The `nextCursor` of the page before. */
  readonly cursor?: string;
}

/** One page of a list. */
export interface Page<Item> {
  readonly items: Item[];
  /** What to ask for the next page; `null` on the last. */
  readonly nextCursor: string | null;
}

type ResourceOperation<
  Input,
  Output,
  Problems extends Readonly<Record<string, ProblemDefinition>>,
> = Operation<"query", Schema<Input>, Schema<Output>, Problems> & {
  readonly builtIn: ResourceRole;
};

type NotFound = { readonly not_found: ProblemDefinition<undefined> };
type BadCursor = { readonly invalid_cursor: ProblemDefinition<undefined> };

/** The operations of a resource. A type, not an interface: only that fits in a tree of operations. */
export type Resource<
  Item,
  Key extends Name<Item>,
  Filter extends Name<Item>,
  Sort extends Name<Item>,
> = {
  readonly list: ResourceOperation<ListInput<Item, Filter, Sort>, Page<Item>, BadCursor>;
  readonly get: ResourceOperation<{ readonly [K in Key]: Item[K] }, Item, NotFound>;
};

/**
 * Declares the usual operations of a thing in one line: `list` with filters, sorting, search and
 * cursor pagination, and `get`. On the service they have default handlers over the table of the same
 * name; each can be replaced by one of your own.
 *
 * ```ts
 * operations: { genres: resource("genres", Genre, { access: "public", sort: ["name"] }) }
 * ```
 *
 * @throws TypeError for a property that cannot be filtered, sorted or searched by.
 */
export function resource<
  S extends Schema,
  const Key extends Name<SchemaOutput<S>> = "id" & Name<SchemaOutput<S>>,
  const Filter extends Name<SchemaOutput<S>> = never,
  const Sort extends Name<SchemaOutput<S>> = never,
>(
  name: string,
  schema: S,
  options: ResourceOptions<SchemaOutput<S>, Key, Filter, Sort> = {},
): Resource<SchemaOutput<S>, Key, Filter, Sort> {
  const item = describeItem(name, schema);
  const role = toListRole(name, options);
  const { path = `/${name}` as const, access, limit, cache } = options;
  const shared = { ...(access && { access }), ...(limit && { limit }), ...(cache && { cache }) };
  const list = query({
    ...shared,
    path,
    summary: `List ${name}`,
    input: toListInput(item, role) as DescribedSchema<ListInput<SchemaOutput<S>, Filter, Sort>>,
    output: toPageOutput(item.schema) as DescribedSchema<Page<SchemaOutput<S>>>,
    problems: { invalid_cursor: problem(422, "This cursor belongs to another list, or to none") },
  });
  const get = query({
    ...shared,
    path: `${path}/:${role.key}`,
    summary: `Get one of ${name}`,
    input: fromJsonSchema<{ readonly [K in Key]: SchemaOutput<S>[K] }>({
      type: "object",
      properties: { [role.key]: item.scalar(role.key, "identify an item") },
      required: [role.key],
    }),
    output: schema as Schema<SchemaOutput<S>>,
    problems: { not_found: problem(404, "There is no such item") },
  });
  return {
    list: { ...list, builtIn: role },
    get: { ...get, builtIn: { kind: "get", resource: name, key: role.key } },
  };
}

function toListRole<Item, Key extends Name<Item>, F extends Name<Item>, S extends Name<Item>>(
  name: string,
  options: ResourceOptions<Item, Key, F, S>,
): ListRole {
  const {
    key = "id",
    filter = [],
    sort = [],
    search = [],
    pageSize = 20,
    maxPageSize = 100,
  } = options;
  if (!(pageSize >= 1 && pageSize <= maxPageSize))
    throw new TypeError(
      `resource "${name}": its pageSize ${pageSize} is not from 1 to its maxPageSize ${maxPageSize}`,
    );
  return { kind: "list", resource: name, key, filter, sort, search, pageSize, maxPageSize };
}
