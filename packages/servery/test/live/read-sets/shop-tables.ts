import { role } from "../../../src/lib/contract/access.ts";
import {
  boolean,
  bytes,
  id,
  integer,
  json,
  real,
  ref,
  text,
} from "../../../src/lib/server/data/column.ts";
import {
  any,
  everyone,
  inherit,
  member,
  nobody,
  owner,
  policy,
} from "../../../src/lib/server/data/policy.ts";
import { table } from "../../../src/lib/server/data/table.ts";

const admin = role("admin");

const products = table(
  "products",
  {
    id: id(),
    category: text(),
    name: text(),
    price: integer(),
    weight: real({ nullable: true }),
    listed: boolean({ default: true }),
    picture: bytes({ nullable: true }),
    tags: json(undefined, { default: [] }),
  },
  { policy: everyone, indexes: [["category", "price"]] },
);
const reviews = table(
  "reviews",
  { id: id(), productId: ref(() => products), stars: integer(), body: text() },
  { policy: everyone, indexes: [["productId"]] },
);
const orders = table(
  "orders",
  { id: id(), userId: text(), state: text(), total: integer() },
  {
    policy: policy(({ caller }) => any(owner("userId"), caller.has(admin))),
    indexes: [["userId"]],
  },
);
const lines = table(
  "lines",
  { id: id(), orderId: ref(() => orders), productId: ref(() => products), count: integer() },
  { policy: inherit("orderId"), indexes: [["orderId"]] },
);
const memberships = table(
  "memberships",
  { userId: text(), organizationId: text() },
  { policy: owner("userId"), primaryKey: ["userId", "organizationId"] },
);
const projects = table(
  "projects",
  { id: id(), organizationId: text(), title: text() },
  { policy: member("organizationId", () => memberships), indexes: [["organizationId"]] },
);
const messages = table(
  "messages",
  { id: id(), fromId: text(), toId: text(), body: text() },
  {
    policy: policy(({ row, caller }) => any(row.fromId.is(caller.user), row.toId.is(caller.user))),
  },
);
const pages = table(
  "pages",
  { id: id(), state: text(), authorId: text() },
  {
    policy: policy(({ row, caller }) => any(row.state.is("public"), row.authorId.is(caller.user))),
  },
);
const drafts = table(
  "drafts",
  { id: id(), state: text() },
  { policy: policy(({ row }) => row.state.is("open")) },
);
const vault = table("vault", { id: id(), body: text() }, { policy: nobody });
const counters = table(
  "counters",
  { id: id({ type: "integer" }), n: integer() },
  { policy: everyone },
);
const marks = table(
  "marks",
  { id: id(), counterId: ref(() => counters), label: text() },
  { policy: everyone },
);

/** Tables of a shop, with every kind of policy. */
export const shopTables = {
  products,
  reviews,
  orders,
  lines,
  memberships,
  projects,
  messages,
  pages,
  drafts,
  vault,
  counters,
  marks,
};
