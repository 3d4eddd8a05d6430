import { describe, expect, expectTypeOf, it } from "vitest";
import { plan, role, scope } from "../access.ts";
import { contract } from "../contract.ts";
import { compileCheck } from "../json-schema-check.ts";
import { toOpenApi } from "../openapi/document.ts";
import type { InputOf, Operation } from "../operation.ts";
import { toJsonSchema } from "../schema.ts";
import { identity } from "./identity.ts";

const everything = {
  administrators: role("admin"),
  roles: [role("clerk")],
  plans: [plan("members")],
  scopes: [scope("orders:read")],
  tokens: true,
  totp: true,
  passkeys: true,
  social: ["example"],
  spam: { work: 16, honeypot: "website" },
} as const;

describe("an identity", () => {
  it("makes a contract that holds, with every option", () => {
    const built = contract({ name: "shop", operations: { ...identity(everything) } });
    const ids = built.list.map(({ id }) => id);
    expect(ids).toContain("auth.signIn");
    expect(ids).toContain("auth.passkeys.register");
    expect(ids).toContain("auth.securityEvents.list");
    expect(built.list.every(({ operation }) => operation.builtIn?.kind === "identity")).toBe(true);
    expect(Object.keys(toOpenApi(built)["paths"] as object)).toContain("/auth/sign-in");
  });

  it("has only what its options name", () => {
    const { auth } = identity();
    expect(Object.keys(auth)).toEqual(expect.arrayContaining(["signIn", "sessions"]));
    for (const name of ["refresh", "apiKeys", "secondFactor", "passkeys", "social", "users"])
      expect(auth).not.toHaveProperty(name);
  });

  it("takes the honeypot that it was given where strangers fill in a form, and there alone", () => {
    const { auth } = identity({ spam: { honeypot: "website" } });
    const takes = (operation: Operation, input: object) =>
      compileCheck(toJsonSchema(operation.input, "input"))({ email: "a@b.example", ...input });
    expect(takes(auth.signUp, { password: "p", website: "" })).toEqual([]);
    expect(takes(auth.requestPasswordReset, { website: "" })).toEqual([]);
    expect(takes(auth.signIn, { password: "p", website: "" })).toHaveLength(1);
    expect(takes(identity().auth.requestPasswordReset, { website: "" })).toHaveLength(1);
    expectTypeOf<InputOf<typeof auth.signUp>>().toHaveProperty("website");
    expectTypeOf<InputOf<typeof auth.signIn>>().not.toHaveProperty("website");
  });

  it("has no honeypot that people must fill in", () => {
    const operations = identity({ spam: { honeypot: "email" } });
    expect(() => contract({ name: "shop", operations })).toThrow(/"email" must be optional/);
  });

  it("stands where it is told to", () => {
    const { auth } = identity({ path: "/account" });
    expect(auth.signIn.path).toBe("/account/sign-in");
  });
});
