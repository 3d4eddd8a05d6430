import { describe, expect, it } from "vitest";

import { type Access, plan, role, scope } from "../../contract/access.ts";
import { contract } from "../../contract/contract.ts";
import { nothing } from "../../contract/nothing.ts";
import { query } from "../../contract/operation.ts";
import { isProblemError } from "../../protocol/problem-error.ts";
import { anonymous, type Principal, type UserPrincipal } from "../handling/principal.ts";
import type { Refusal } from "../handling/refusal.ts";
import { assertIdentity, compileAccess } from "./access.ts";

const now = 1_700_000_000_000;
const minutes = 60_000;
const admin = role("admin");
const [read, write] = [scope("orders:read"), scope("orders:write")];
const members = plan("members");

const user: UserPrincipal = {
  kind: "user",
  key: "user:u1",
  userId: "u1",
  credential: "session",
  credentialId: "s1",
  roles: new Set(),
  plans: new Map(),
  scopes: undefined,
  authenticatedAt: now,
};
const key: UserPrincipal = { ...user, credential: "api_key", scopes: new Set(["orders:read"]) };

const principals = {
  nobody: anonymous,
  user,
  "a stale user": { ...user, authenticatedAt: now - 10 * minutes - 1 },
  "an admin": { ...user, roles: new Set(["admin"]) },
  "a stale admin": { ...user, roles: new Set(["admin"]), authenticatedAt: 0 },
  "a member": { ...user, plans: new Map([["members", now + 1]]) },
  "a member for ever": { ...user, plans: new Map([["members", null]]) },
  "a former member": { ...user, plans: new Map([["members", now]]) },
  "a key": key,
  "an admin's key": { ...key, roles: new Set(["admin"]) },
  "a key of both scopes": { ...key, scopes: new Set(["orders:read", "orders:write"]) },
  "a key without scopes": { ...key, scopes: new Set<string>() },
} satisfies Record<string, Principal>;

type Name = keyof typeof principals;

/** Who may call; everybody else is answered with what stands behind. */
const rules: { access: Access; allowed: readonly Name[]; others: Partial<Record<Name, string>> }[] =
  [
    { access: "public", allowed: Object.keys(principals) as Name[], others: {} },
    {
      access: "user",
      allowed: [
        "user",
        "a stale user",
        "an admin",
        "a stale admin",
        "a member",
        "a member for ever",
        "a former member",
      ],
      others: { nobody: "unauthenticated", "a key": "forbidden credential session" },
    },
    {
      access: "fresh",
      allowed: ["user", "an admin", "a member", "a member for ever", "a former member"],
      others: {
        nobody: "unauthenticated",
        "a stale user": "fresh_sign_in_required",
        "a key of both scopes": "forbidden credential session",
      },
    },
    {
      access: admin,
      allowed: ["an admin", "a stale admin"],
      others: {
        nobody: "unauthenticated",
        user: "forbidden role admin",
        "an admin's key": "forbidden credential session",
      },
    },
    {
      access: [admin, "fresh"],
      allowed: ["an admin"],
      others: {
        "a stale admin": "fresh_sign_in_required",
        // Who lacks the role is not sent to sign in again for nothing.
        "a stale user": "forbidden role admin",
        "an admin's key": "forbidden credential session",
      },
    },
    {
      access: members,
      allowed: ["a member", "a member for ever"],
      others: { "a former member": "forbidden plan members", "an admin": "forbidden plan members" },
    },
    {
      access: [admin, members],
      allowed: [],
      others: { user: "forbidden role admin plan members", "an admin": "forbidden plan members" },
    },
    {
      access: read,
      allowed: [
        ...([
          "user",
          "a stale user",
          "an admin",
          "a stale admin",
          "a member",
          "a member for ever",
        ] as const),
        ...(["a former member", "a key", "an admin's key", "a key of both scopes"] as const),
      ],
      others: { nobody: "unauthenticated", "a key without scopes": "forbidden scope orders:read" },
    },
    {
      access: [read, write, admin],
      allowed: ["an admin", "a stale admin"],
      others: {
        "a key of both scopes": "forbidden role admin",
        "a key": "forbidden scope orders:write role admin",
        user: "forbidden role admin",
      },
    },
    {
      access: [read, "fresh"],
      allowed: ["user", "an admin", "a member", "a member for ever", "a former member"],
      others: { "a key": "forbidden credential session" },
    },
  ];

describe.each(rules)("access $access", ({ access, allowed, others }) => {
  const check = compileAccess(access);

  it.each(Object.keys(principals) as Name[])("is decided for %s", (name) => {
    const said = judge(() =>
      check?.({ principal: principals[name], isCredentialInvalid: false }, now),
    );
    if (allowed.includes(name)) expect(said).toBe("allowed");
    else if (others[name] === undefined) expect(said).not.toBe("allowed");
    else expect(said).toBe(others[name]);
  });
});

function judge(run: () => void): string {
  try {
    run();
    return "allowed";
  } catch (error) {
    if (!isProblemError(error)) throw error;
    const { code, data } = error.problem;
    const { missing = [] } = (data ?? {}) as { missing?: { kind: string; name: string }[] };
    return [code, ...missing.map(({ kind, name }) => `${kind} ${name}`)].join(" ");
  }
}

describe("the refusals", () => {
  const refusalOf = (
    access: Access,
    principal: Principal,
    isCredentialInvalid = false,
  ): Refusal => {
    try {
      compileAccess(access)!({ principal, isCredentialInvalid }, now);
    } catch (error) {
      return error as Refusal;
    }
    throw new Error("It was allowed.");
  };

  it("tell a credential that has ended from none at all (RFC 6750)", () => {
    expect(refusalOf("user", anonymous).headers).toEqual({});
    const ended = refusalOf("user", anonymous, true);
    expect(ended.headers).toEqual({ "www-authenticate": 'Bearer error="invalid_token"' });
    expect(ended.problem.detail).toContain("does not hold any more");
  });

  it("say how recent a sign-in must be (RFC 9470)", () => {
    const { headers, problem } = refusalOf("fresh", { ...user, authenticatedAt: 0 });
    expect(headers["www-authenticate"]).toBe(
      'Bearer error="insufficient_user_authentication", max_age="600"',
    );
    expect(problem).toMatchObject({ status: 401, data: { maxAgeSeconds: 600 } });
  });

  it("take no sign-in of the future for a fresh one", () => {
    expect(refusalOf("fresh", { ...user, authenticatedAt: now + 10 * minutes }).code).toBe(
      "fresh_sign_in_required",
    );
  });
});

it("refuses a contract that nothing can keep closed", () => {
  const operation = { output: nothing };
  const shop = contract({
    name: "shop",
    operations: {
      look: query({ ...operation, path: "/look", access: "public" }),
      buy: query({ ...operation, path: "/buy", access: [admin, "fresh"] }),
      mine: query({ ...operation, path: "/mine" }),
    },
  });
  expect(() => assertIdentity(shop, true)).not.toThrow();
  expect(() => assertIdentity(shop, false)).toThrow(/buy \(role admin and fresh\), mine \(user\)/);
});
