import { contract, identity, mutation, nothing, plan, problem, query, role, scope } from "servery";
import { any, everyone, id, integer, policy, table, text } from "servery/server";
import * as z from "zod";

export const admin = role("admin");
export const gold = plan("gold");
export const reading = scope("notes:read");

const Notes = z.object({ bodies: z.array(z.string()) });
const Words = z.object({ words: z.string() });
const Text = z.object({ text: z.string() });
const echo = { access: "public", input: Text, output: Text } as const;

/** What is worth an attack: notes of their owners, which administrators see too, and what few may see. */
export const target = contract({
  name: "target",
  operations: {
    ...identity({ administrators: admin, plans: [gold], scopes: [reading], tokens: true }),
    notes: {
      /** By the policy alone. */
      mine: query({ path: "/mine", output: Notes }),
      open: query({ path: "/open", access: "public", output: Notes }),
      scoped: query({ path: "/scoped", access: reading, output: Notes }),
      /** By access alone. */
      office: query({ path: "/office", access: admin, output: Notes }),
      lounge: query({ path: "/lounge", access: gold, output: Notes }),
      vault: query({ path: "/vault", access: "fresh", output: Notes }),
      write: mutation({
        path: "/write",
        access: "public",
        input: z.object({ body: z.string() }),
        output: nothing,
      }),
    },
    asks: {
      who: query({ path: "/who", access: "public", output: Words }),
      credential: query({ path: "/credential", access: "public", output: Words }),
      rights: query({ path: "/rights", access: "public", output: Words }),
      language: query({ path: "/language", access: "public", output: Words }),
      refusal: query({
        path: "/refusal",
        access: "public",
        output: Words,
        problems: { refused: problem(409, "No", z.object({ who: z.string() })) },
      }),
    },
    echo: {
      kept: query({ path: "/echo", ...echo }),
      unkept: query({ path: "/echo-unkept", cache: false, ...echo }),
      path: query({ path: "/echo/:text", ...echo }),
      unkeptPath: query({ path: "/echo-unkept/:text", cache: false, ...echo }),
      posted: query({ path: "/echo-posted", method: "POST", ...echo }),
      rare: query({ path: "/echo-rare", limit: "3/minute", ...echo }),
      wide: query({
        path: "/wide",
        access: "public",
        input: z.object({ text: z.string(), letters: z.int() }),
        output: Text,
      }),
    },
  },
});

export const tables = {
  notes: table(
    "notes",
    { id: id({ type: "integer" }), ownerId: text(), body: text() },
    { policy: policy(({ row, caller }) => any(row.ownerId.is(caller.user), caller.has(admin))) },
  ),
  items: table("items", { id: id(), stock: integer() }, { policy: everyone }),
};
