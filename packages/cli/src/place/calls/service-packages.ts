import { findProviderOf, isKeyOption, type Observed, type Provider } from "servery/boundary";

import { fold } from "../reading/fold.ts";
import type { Folded } from "../reading/folded.ts";
import { follow } from "../reading/follow.ts";
import type { FrontEnd } from "../reading/front-end.ts";
import { isMaking, type Origin, type WrittenCall } from "../reading/origin.ts";
import { fieldsOf, propertiesOf, type Property } from "../reading/properties.ts";
import { argumentsOf } from "./http-arguments.ts";
import { nothingSent, type Request } from "./request.ts";

/** Reads a call by the package of a well-known service. */
export function readServiceCall(
  frontEnd: FrontEnd,
  call: WrittenCall,
  origin: Origin,
): Request | undefined {
  const provider = findProviderOf(origin.path[0] ?? "");
  if (provider === undefined) return undefined;
  const all = [...origin.made, call];
  const used = all.filter((each, index) => !isMaking(each, origin, index));
  const isMakingOnly = used.length === 0;
  const proxy = ownProxy(frontEnd, all);
  if (proxy !== undefined && isMakingOnly) return undefined;
  return {
    ...nothingSent,
    by: provider.name,
    method: "",
    url: proxy,
    fields: used.flatMap((each) =>
      argumentsOf(frontEnd, each).flatMap((given) => fieldsOf(frontEnd, given)),
    ),
    options: all
      .filter((each) => !used.includes(each))
      .flatMap((each) => optionsOf(frontEnd, each, provider)),
    provider: proxy === undefined ? partOf(frontEnd, provider, origin, used) : undefined,
    does:
      used.length === 0
        ? undefined
        : used.map((each) => describe(frontEnd, each, origin)).join("."),
    isMaking: isMakingOnly,
    observed: proxy === undefined ? all.flatMap((each) => allowances(frontEnd, each)) : [],
  };
}

/** An address of the app's own service, which a client is told to go through: it adds the key. */
function ownProxy(frontEnd: FrontEnd, all: readonly WrittenCall[]): Folded | undefined {
  const named = all.flatMap((each) =>
    argumentsOf(frontEnd, each).flatMap((given) => propertiesOf(frontEnd, given)),
  );
  return named
    .filter(({ name }) => /^(?:proxyUrl|base_?ur[li]|apiUrl|endpoint|host)$/i.test(name))
    .map(({ value }) => fold(frontEnd, value))
    .find(([first]) => typeof first === "string" && /^\/(?!\/)/.test(first));
}

/** The service as what is called of it: signing in is no reading of tables. */
function partOf(
  frontEnd: FrontEnd,
  provider: Provider,
  { path, made }: Origin,
  used: readonly WrittenCall[],
): Provider {
  const members = used.flatMap((each) => [...each.members]);
  const names = [...path.slice(1), ...(made.length > 0 ? members : [])];
  const signsIn =
    provider.kind === "database" && /^(?:authWith|authRefresh|signIn)/.test(names.at(-1) ?? "");
  const found = names
    .flatMap((name, index) => [`${name}.${names[index + 1]}`, name])
    .find((name) => provider.but?.[name] !== undefined);
  const kind = signsIn ? "identity" : provider.but?.[found ?? ""];
  // A channel of Supabase's that follows rows reads them.
  const isOfRows = used.some((each) => {
    const [first] = argumentsOf(frontEnd, each);
    return first !== undefined && fold(frontEnd, first)[0] === "postgres_changes";
  });
  return kind === undefined || kind === "database" || isOfRows
    ? provider
    : { ...provider, kind, keys: "public" };
}

/** What a client is made with: the keys of its options, and the last text that is no address. */
function optionsOf(frontEnd: FrontEnd, call: WrittenCall, { keys }: Provider): readonly Property[] {
  const options: Property[] = [];
  for (const given of argumentsOf(frontEnd, call)) {
    const { type } = follow(frontEnd, given).node;
    if (type === "ObjectExpression") options.push(...deepOptions(frontEnd, given));
  }
  const texts = argumentsOf(frontEnd, call).filter(
    (each) => follow(frontEnd, each).node.type !== "ObjectExpression",
  );
  const last = texts.at(-1);
  if (last === undefined) return options;
  const folded = fold(frontEnd, last);
  const [first] = folded;
  if (first === undefined) return options;
  // What is only known when it runs is hardly a key where no key is secret.
  if (keys === "public" && typeof first !== "string" && first.kind !== "environment")
    return options;
  const isUrl =
    typeof first === "string"
      ? /^[a-z]+:\/\/|^\//i.test(first)
      : /ur[il]|host|endpoint|project/i.test(first.name);
  const hasPassword =
    typeof first === "string" && /^[a-z]+:\/\/[^/@]+:[^/@]*@?/i.test(first) && first.includes("@");
  if (
    !isUrl ||
    hasPassword ||
    (typeof first !== "string" && /DATABASE_URL|CONNECTION/i.test(first.name))
  )
    options.push({ name: hasPassword ? "password" : "apiKey", value: last });
  return options;
}

function deepOptions(
  frontEnd: FrontEnd,
  given: Parameters<typeof fieldsOf>[1],
): readonly Property[] {
  return fieldsOf(frontEnd, given)
    .map(({ name, value }) => ({ name: name.slice(name.lastIndexOf(".") + 1), value }))
    .filter(({ name }) => isKeyOption(name) || /^(?:auth|connectionString|url)$/.test(name))
    .filter(
      ({ name, value }) => name !== "url" || /:[^/]*@/.test(String(fold(frontEnd, value)[0])),
    );
}

/** Packages that refuse to run in a browser unless they are told that somebody knows what they do. */
function allowances(frontEnd: FrontEnd, call: WrittenCall): readonly Observed[] {
  return argumentsOf(frontEnd, call)
    .flatMap((each) => propertiesOf(frontEnd, each))
    .filter(({ name }) => /^dangerously(?:AllowBrowser|Allow)/.test(name))
    .map(({ name }) => ({ fact: "secret-service", by: name }));
}

/** A call as it is written, with the first of its texts: `from("orders")`. */
function describe(frontEnd: FrontEnd, call: WrittenCall, { path }: Origin): string {
  const name = call.members.length > 0 ? call.members.join(".") : (path.at(-1) ?? "");
  if (call.node.type === "TaggedTemplateExpression") return name === path.at(-1) ? "sql" : name;
  const [first] = argumentsOf(frontEnd, call);
  const text =
    first && /^(?:from|collection|table|rpc|invoke)$/.test(call.members.at(-1) ?? name)
      ? fold(frontEnd, first)[0]
      : undefined;
  return typeof text === "string" ? `${name}("${text}")` : name;
}
