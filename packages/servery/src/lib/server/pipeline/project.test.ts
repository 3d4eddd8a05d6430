import { toStandardJsonSchema } from "@valibot/to-json-schema";
import { type } from "arktype";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { type Schema, toJsonSchema } from "../../contract/schema.ts";
import { compileProjector, mismatch } from "./project.ts";

const secret = "SECRET";

/** The same shape in each library; `value` carries what no schema declares, at every depth. */
interface LeakCase {
  readonly name: string;
  readonly zod: Schema;
  readonly valibot: Schema;
  readonly arktype: Schema;
  readonly value: unknown;
  readonly leaves: unknown;
}

const leakTable: readonly LeakCase[] = [
  {
    name: "a flat object",
    zod: z.object({ id: z.string() }),
    valibot: toStandardJsonSchema(v.object({ id: v.string() })),
    arktype: type({ id: "string" }),
    value: { id: "1", passwordHash: secret },
    leaves: { id: "1" },
  },
  {
    name: "an object that its library lets stay open",
    zod: z.looseObject({ id: z.string() }),
    valibot: toStandardJsonSchema(v.looseObject({ id: v.string() })),
    arktype: type({ id: "string", "+": "ignore" }),
    value: { id: "1", passwordHash: secret },
    leaves: { id: "1" },
  },
  {
    name: "an object in an object",
    zod: z.object({ user: z.object({ name: z.string() }) }),
    valibot: toStandardJsonSchema(v.object({ user: v.object({ name: v.string() }) })),
    arktype: type({ user: { name: "string" } }),
    value: { user: { name: "Ada", token: secret }, token: secret },
    leaves: { user: { name: "Ada" } },
  },
  {
    name: "objects in a list",
    zod: z.object({ items: z.array(z.object({ id: z.int() })) }),
    valibot: toStandardJsonSchema(
      v.object({ items: v.array(v.object({ id: v.pipe(v.number(), v.integer()) })) }),
    ),
    arktype: type({ items: type({ id: "number.integer" }).array() }),
    value: {
      items: [
        { id: 1, cost: secret },
        { id: 2, cost: secret },
      ],
    },
    leaves: { items: [{ id: 1 }, { id: 2 }] },
  },
  {
    name: "a nullable object",
    zod: z.object({ owner: z.object({ id: z.string() }).nullable() }),
    valibot: toStandardJsonSchema(v.object({ owner: v.nullable(v.object({ id: v.string() })) })),
    arktype: type({ owner: type({ id: "string" }).or("null") }),
    value: { owner: { id: "1", email: secret } },
    leaves: { owner: { id: "1" } },
  },
  {
    name: "an optional object that is absent",
    zod: z.object({ owner: z.object({ id: z.string() }).optional() }),
    valibot: toStandardJsonSchema(v.object({ owner: v.optional(v.object({ id: v.string() })) })),
    arktype: type({ "owner?": { id: "string" } }),
    value: { owner: undefined, email: secret },
    leaves: {},
  },
  {
    name: "one shape of several",
    zod: z.union([
      z.object({ kind: z.literal("a"), a: z.string() }),
      z.object({ kind: z.literal("b"), b: z.string() }),
    ]),
    valibot: toStandardJsonSchema(
      v.union([
        v.object({ kind: v.literal("a"), a: v.string() }),
        v.object({ kind: v.literal("b"), b: v.string() }),
      ]),
    ),
    arktype: type({ kind: "'a'", a: "string" }).or({ kind: "'b'", b: "string" }),
    value: { kind: "b", a: secret, b: "mine" },
    leaves: { kind: "b", b: "mine" },
  },
  {
    name: "an intersection",
    zod: z.intersection(z.object({ a: z.object({ x: z.string() }) }), z.object({ b: z.string() })),
    valibot: toStandardJsonSchema(
      v.intersect([v.object({ a: v.object({ x: v.string() }) }), v.object({ b: v.string() })]),
    ),
    arktype: type({ a: { x: "string" } }).and({ b: "string" }),
    value: { a: { x: "1", y: secret }, b: "2", c: secret },
    leaves: { a: { x: "1" }, b: "2" },
  },
  {
    name: "a record of objects",
    zod: z.record(z.string(), z.object({ n: z.number() })),
    valibot: toStandardJsonSchema(v.record(v.string(), v.object({ n: v.number() }))),
    arktype: type({ "[string]": { n: "number" } }),
    value: { one: { n: 1, cost: secret } },
    leaves: { one: { n: 1 } },
  },
  {
    name: "a property named like one of Object's own",
    zod: z.object({ toString: z.string().optional(), id: z.string() }),
    valibot: toStandardJsonSchema(v.object({ toString: v.optional(v.string()), id: v.string() })),
    arktype: type({ "toString?": "string", id: "string" }),
    value: { id: "1", constructor: secret },
    leaves: { id: "1" },
  },
];

describe.each(["zod", "valibot", "arktype"] as const)("a projector of a %s schema", (library) => {
  it.each(leakTable)(
    "lets nothing undeclared out of $name",
    ({ [library]: schema, value, leaves }) => {
      const projected = compileProjector(toJsonSchema(schema, "output"))(value);
      expect(projected).toEqual(leaves);
      expect(JSON.stringify(projected)).not.toContain(secret);
    },
  );
});

function project(schema: Schema, value: unknown): unknown {
  return compileProjector(toJsonSchema(schema, "output"))(value);
}

describe("a projector", () => {
  it("answers mismatch for a missing, wrong-typed or out-of-range property", () => {
    const schema = z.object({ n: z.int().min(1).max(9), s: z.string().regex(/^a/) });
    expect(project(schema, { n: 5, s: "a" })).toEqual({ n: 5, s: "a" });
    for (const value of [
      { s: "a" },
      { n: "5", s: "a" },
      { n: 5.5, s: "a" },
      { n: 10, s: "a" },
      { n: 5, s: "b" },
      null,
      [],
      "x",
      undefined,
    ])
      expect(project(schema, value)).toBe(mismatch);
  });

  it("lets no item out twice where the list declares that each is there once", () => {
    const items = { type: "object", properties: { id: { type: "string" } } } as const;
    const once = compileProjector({ type: "array", items, uniqueItems: true });
    expect(once([{ id: "1", secret }, { id: "2" }])).toEqual([{ id: "1" }, { id: "2" }]);
    expect(once([{ id: "1", secret }, { id: "1" }])).toBe(mismatch);
  });

  it("follows a recursive schema to any depth", () => {
    interface Node {
      name: string;
      children: Node[];
    }
    const schema: z.ZodType<Node> = z.object({
      name: z.string(),
      get children() {
        return z.array(schema);
      },
    });
    const leaf = { name: "leaf", children: [], hidden: secret };
    expect(
      project(schema, {
        name: "root",
        children: [{ name: "mid", children: [leaf], hidden: secret }],
      }),
    ).toEqual({
      name: "root",
      children: [{ name: "mid", children: [{ name: "leaf", children: [] }] }],
    });
  });

  it("keeps the most of a value that several shapes describe", () => {
    const schema = z.union([
      z.object({ a: z.string() }),
      z.object({ a: z.string(), b: z.string() }),
    ]);
    expect(project(schema, { a: "1", b: "2", c: secret })).toEqual({ a: "1", b: "2" });
  });

  it("does not set a prototype from a record's key", () => {
    const value = JSON.parse('{"__proto__":{"n":1},"ok":{"n":2}}') as unknown;
    const projected = project(z.record(z.string(), z.object({ n: z.number() })), value) as object;
    expect(Object.getPrototypeOf(projected)).toBe(Object.prototype);
    expect(Object.keys(projected)).toEqual(["__proto__", "ok"]);
  });

  it("drops what an open place holds unless it is told to pass it", () => {
    const schema = toJsonSchema(z.object({ any: z.unknown() }), "output");
    expect(compileProjector(schema)({ any: secret })).toBe(mismatch);
    expect(compileProjector(schema, { open: "pass" })({ any: secret })).toEqual({ any: secret });
  });
});
