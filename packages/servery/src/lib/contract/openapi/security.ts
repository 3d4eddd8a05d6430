import { accessRules, isPublic } from "../access.ts";
import { identityNameOf } from "../built-in.ts";
import type { Contract } from "../contract.ts";
import type { Operation } from "../operation.ts";

type Requirement = Readonly<Record<string, readonly string[]>>;

/**
 * The ways in which callers of a contract prove who they are: by the operations of its identity. For one
 * without, such as another's API, a bearer of whichever kind.
 */
export function toSecuritySchemes(contract: Contract): Record<string, unknown> | undefined {
  const schemes: Record<string, unknown> = {};
  for (const kind of kindsOf(contract)) schemes[kind] = toScheme(kind, contract.name);
  return Object.keys(schemes).length === 0 ? undefined : schemes;
}

type Kind = "session" | "accessToken" | "apiKey" | "bearer";

function kindsOf({ list }: Contract): Kind[] {
  const own = new Set(list.flatMap(({ operation }) => identityNameOf(operation) ?? []));
  if (own.size > 0)
    return [
      "session",
      ...(own.has("refresh") ? (["accessToken"] as const) : []),
      ...(own.has("apiKeys.create") ? (["apiKey"] as const) : []),
    ];
  return list.some(({ operation }) => !isPublic(operation.access)) ? ["bearer"] : [];
}

function toScheme(kind: Kind, name: string): unknown {
  if (kind === "session")
    return {
      type: "apiKey",
      in: "cookie",
      name: `__Host-${name}-session`,
      description:
        "A browser's session. Everything but a GET then needs the header `servery-csrf`.",
    };
  const description = {
    accessToken: "The access token of a session without cookies.",
    apiKey: "An API key with scopes; it calls operations that name a scope, and no others.",
    bearer: "A credential.",
  }[kind];
  const format = kind === "apiKey" ? { bearerFormat: `${name}_…` } : {};
  return { type: "http", scheme: "bearer", ...format, description };
}

/** What a caller of an operation must prove, one of several; nothing where everybody may call. */
export function toSecurity(contract: Contract, { access }: Operation): readonly Requirement[] {
  if (isPublic(access)) return [];
  const rules = accessRules(access);
  const scopes = rules.flatMap((rule) =>
    typeof rule !== "string" && rule.kind === "scope" ? rule.name : [],
  );
  const takesKeys = scopes.length > 0 && !rules.includes("fresh");
  return kindsOf(contract)
    .filter((kind) => kind !== "apiKey" || takesKeys)
    .map((kind) => ({ [kind]: kind === "apiKey" ? scopes : [] }));
}
