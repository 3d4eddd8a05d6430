import { describe, expect, it } from "vitest";
import { plan, role, scope } from "../access.ts";
import { contract } from "../contract.ts";
import { toOpenApi } from "../openapi/document.ts";
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
  spam: { work: 16 },
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

  it("stands where it is told to", () => {
    const { auth } = identity({ path: "/account" });
    expect(auth.signIn.path).toBe("/account/sign-in");
  });
});
