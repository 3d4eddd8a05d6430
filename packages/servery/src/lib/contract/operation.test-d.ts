import { expectTypeOf, test } from "vitest";
import * as z from "zod";

import { contract } from "./contract.ts";
import type { nothing } from "./nothing.ts";
import { action, mutation, type ProblemCodeOf, query } from "./operation.ts";
import { problem } from "./problem.ts";

const output = z.object({ id: z.string() });
const { operations } = contract({
  name: "inline",
  operations: {
    plain: query({ path: "/plain", output }),
    nested: { add: mutation({ path: "/add", input: output, output }) },
    send: action({ path: "/send", output, problems: { late: problem(409, "Too late") } }),
    open: query({ path: "/open", access: "public", output }),
  },
});

test("an operation that is declared where it stands says no more than its words", () => {
  expectTypeOf(operations.plain.access).toEqualTypeOf<"user">();
  expectTypeOf(operations.plain.input).toEqualTypeOf<typeof nothing>();
  expectTypeOf<ProblemCodeOf<typeof operations.plain>>().toEqualTypeOf<never>();
  expectTypeOf(operations.nested.add.access).toEqualTypeOf<"user">();
  expectTypeOf(operations.nested.add.input).toEqualTypeOf<typeof output>();
  expectTypeOf<ProblemCodeOf<typeof operations.send>>().toEqualTypeOf<"late">();
  expectTypeOf(operations.open.access).toEqualTypeOf<"public">();
});
