import type { Fact, Observed, Provider } from "servery/boundary";

import type { Request } from "../calls/request.ts";
import type { Written } from "../reading/written.ts";
import type { FrontEnd } from "../reading/front-end.ts";
import { observeContents } from "./contents.ts";
import { observeKeys } from "./keys.ts";
import { observeSurroundings } from "./surroundings.ts";
import { observeTarget, type Target } from "./target.ts";

const keyFacts: ReadonlySet<Fact> = new Set(["key", "secret-key", "publishable-key", "user-token"]);

/** Gathers all that is seen of a call. */
export function observe(
  frontEnd: FrontEnd,
  { file, node }: Pick<Written, "file" | "node">,
  request: Request,
  target: Target | undefined,
): readonly Observed[] {
  const provider = request.provider ?? target?.provider;
  const isOwn = target?.kind === "own";
  const seen = [
    ...(request.observed ?? []),
    ...(target === undefined ? [] : observeTarget(target)),
    ...observeProvider(provider),
    ...observeSignIn(request),
    ...observeKeys(frontEnd, request, target, provider),
    ...observeContents(frontEnd, request, isOwn, provider),
    ...observeSurroundings(file, node, target?.path ?? ""),
  ].filter(({ fact }) => !(isOwn && fact === "measures"));
  const writes = /^(?:POST|PUT|PATCH|DELETE|ANY)$/.test(request.method);
  if (writes) return [...seen, { fact: "writes", by: request.method }];
  const hasKey = seen.some(({ fact }) => keyFacts.has(fact));
  // A package of a service that has both kinds of keys, and none of them: it reads what anybody may read.
  if (request.provider?.keys === "by form" && request.provider.kind !== "database" && !hasKey)
    return [...seen, { fact: "public-data", by: request.provider.name }];
  const isOpen =
    target?.kind === "other" &&
    !hasKey &&
    (provider === undefined || /^(?:none|by form)$/.test(provider.keys)) &&
    provider?.kind !== "database";
  return isOpen ? [...seen, { fact: "public-data", by: target.host }] : seen;
}

function observeProvider(provider: Provider | undefined): readonly Observed[] {
  if (provider === undefined) return [];
  const { name, kind, keys } = provider;
  const facts: Fact[] = [];
  if (kind === "database") facts.push("database");
  else if (keys === "secret") facts.push("secret-service");
  else if (keys === "public" && kind !== "messages") facts.push("browser-service");
  if (kind === "messages") facts.push("sends-message");
  if (kind === "analytics") facts.push("measures");
  if (kind === "proxy") facts.push("foreign-proxy");
  if (provider.refusesBrowsers === true) facts.push("no-cors");
  return facts.map((fact) => ({ fact, by: name }));
}

/** A page that signs somebody in by itself, as a client without a secret should (RFC 7636): only it has the verifier. */
function observeSignIn({ fields }: Request): readonly Observed[] {
  const names = new Set(fields.map(({ name }) => name));
  return names.has("code_verifier") && !names.has("client_secret")
    ? [{ fact: "browser-service", by: "PKCE" }]
    : [];
}
