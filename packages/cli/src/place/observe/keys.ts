import {
  isKeyHeader,
  isKeyOption,
  isKeyParameter,
  keyKindByName,
  type KeyKind,
  keyKindOf,
  type Observed,
  type Provider,
} from "servery/boundary";

import { fold } from "../reading/fold.ts";
import type { Folded } from "../reading/folded.ts";
import { memberName, unwrap } from "../../check/source/syntax.ts";
import { follow } from "../reading/follow.ts";
import type { FrontEnd } from "../reading/front-end.ts";
import type { Property } from "../reading/properties.ts";
import type { Request } from "../calls/request.ts";
import type { Target } from "./target.ts";

/** Finds the keys that a call carries. What they are is told by form and by name; no value is kept. */
export function observeKeys(
  frontEnd: FrontEnd,
  request: Request,
  target: Target | undefined,
  provider: Provider | undefined,
): readonly Observed[] {
  const folded = ({ name, value }: Property, by: string) =>
    judgeKey(fold(frontEnd, value), [name, nameOf(value.node)], by, provider);
  const written = target?.parameters.filter(({ name }) => isKeyParameter(name)) ?? [];
  return [
    ...request.headers
      .filter(({ name }) => isKeyHeader(name))
      .flatMap((each) => folded(each, `the header ${each.name}`)),
    ...request.parameters
      .filter(({ name }) => isKeyParameter(name))
      .flatMap((each) => folded(each, `"${each.name}" in the address`)),
    ...written.flatMap(({ name, value }) =>
      judgeKey(value, [name], `"${name}" in the address`, provider),
    ),
    ...request.options
      .filter(({ name, value }) =>
        name === "auth"
          ? !isObject(frontEnd, value)
          : isKeyOption(name) || name === "connectionString",
      )
      .flatMap((each) => folded(each, `"${each.name}" of ${request.by}`)),
    // What somebody types is no key of the page's.
    ...request.fields
      .filter(({ name }) => isBodyKey(name))
      .flatMap((each) => folded(each, `"${each.name}" in the body`))
      .filter(({ fact }) => fact !== "user-token"),
    ...(target?.hasPassword === true
      ? [{ fact: "secret-key", by: "a password in the address" } as const]
      : []),
    ...observePath(target, provider),
  ];
}

function isObject(frontEnd: FrontEnd, value: Property["value"]): boolean {
  return follow(frontEnd, value).node.type === "ObjectExpression";
}

/** The body may say who calls, too. */
function isBodyKey(name: string): boolean {
  return /^(?:(?:api|access|secret|private)[-_]?key|(?:client|api)[-_]?secret)$/i.test(name);
}

/** What a key is called where it is kept: `const searchKey = "…"`. */
function nameOf(wrapped: Property["value"]["node"]): string {
  const node = unwrap(wrapped);
  if (node.type === "MemberExpression") return memberName(node) ?? "";
  return node.type === "Identifier" ? node.name : "";
}

function judgeKey(
  value: Folded,
  names: readonly string[],
  by: string,
  provider: Provider | undefined,
): readonly Observed[] {
  const text = value.filter((part) => typeof part === "string").join("");
  const holes = value.filter((part) => typeof part !== "string");
  const isBare = /^(?:Bearer|Basic|Token|Key|ApiKey|DeepL-Auth-Key)?[\s:]*$/i.test(text);
  const built = holes.filter(({ kind }) => kind === "environment").map(({ name }) => name);
  if ((isBare || isPlaceholder(text)) && holes.length === 0) return [];
  const all = [...built, ...names, ...holes.map(({ name }) => name)];
  const kinds = new Set<KeyKind>([
    isBare ? "unsaid" : keyKindOf(text),
    ...all.map((name) => keyKindByName(name)),
  ]);
  // What is put around something that is only known when it runs is no key by itself: `api:${password}`.
  const isWritten = !isBare && (holes.length === 0 || keyKindOf(text) === "secret");
  const isBuiltIn = built.length > 0 || isWritten;
  if (!isBuiltIn) return [{ fact: "user-token", by }];
  if (kinds.has("secret")) return [{ fact: "secret-key", by }];
  const isPublic = kinds.has("public") || provider?.keys === "public";
  return [{ fact: isPublic ? "publishable-key" : "key", by }];
}

/** What stands where a package wants a key and the own service adds it. */
function isPlaceholder(text: string): boolean {
  return /^(?:Bearer )?(?:dummy|unused|none|proxy|placeholder|not[-_ ]?(?:needed|used|required)|no[-_ ]?key)(?:[-_ ]?key)?$/i.test(
    text,
  );
}

/** Web hooks and bots have their key in the path. */
function observePath(
  target: Target | undefined,
  provider: Provider | undefined,
): readonly Observed[] {
  const isHook =
    provider?.kind === "messages" &&
    provider.keys === "secret" &&
    /…|\{[A-Z][A-Z\d]*_\w+\}/.test(target?.shown ?? "");
  return isHook ? [{ fact: "key", by: "the path of the address" }] : [];
}
