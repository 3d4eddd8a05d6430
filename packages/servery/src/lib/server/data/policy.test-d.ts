import { expectTypeOf, test } from "vitest";
import { role } from "../../contract/access.ts";
import { id, integer, ref, text } from "./column.ts";
import { all, any, everyone, inherit, nobody, owner, policy } from "./policy.ts";
import { table } from "./table.ts";

const admin = role("admin");
const columns = { id: id(), userId: text(), state: text(), total: integer() };

test("a policy names the columns of its table", () => {
  table("a", columns, { policy: owner("userId") });
  table("a", columns, { policy: any(owner("userId"), owner("state")) });
  table("a", columns, { policy: policy(({ row, caller }) => row.userId.is(caller.user)) });
  table("a", columns, {
    policy: policy(({ row, caller }) =>
      any(caller.has(admin), all(row.state.is("open"), row.userId.is(caller.user))),
    ),
  });
  table("a", columns, {
    policy: policy({ read: everyone, write: ({ caller }) => caller.has(admin) }),
  });
  table("a", columns, {
    policy: policy({ read: ({ row }) => row.state.is("open"), write: nobody }),
  });
  const lines = table("lines", { id: id(), aId: ref("self") }, { policy: inherit("aId") });
  expectTypeOf(lines.name).toEqualTypeOf<"lines">();
});

test("a policy that names no column serves any table", () => {
  const books = policy(({ caller }) => caller.has(admin));
  const window = policy({ read: everyone, write: books });
  table("a", columns, { policy: books });
  table("b", { id: id(), title: text() }, { policy: window });
  table("c", columns, { policy: any(owner("userId"), books) });
});

test("a column that the table does not have is a type error", () => {
  // @ts-expect-error no such column
  table("a", columns, { policy: owner("useId") });
  // @ts-expect-error no such column
  table("a", columns, { policy: any(owner("userId"), owner("useId")) });
  // @ts-expect-error no such column
  table("a", columns, { policy: policy(({ row, caller }) => row.useId.is(caller.user)) });
  // @ts-expect-error a comparison of its own is not a rule
  table("a", columns, { policy: policy(({ row, caller }) => row.userId === caller.user) });
});
