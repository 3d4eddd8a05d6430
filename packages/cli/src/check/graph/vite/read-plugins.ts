import type { Node } from "oxc-parser";

import { unwrap } from "../../source/syntax.ts";
import type { ConfigScope } from "./config-scope.ts";
import { toElements, toMembers, toText, Unwritten } from "./config-syntax.ts";
import type { SaidSettings } from "./said-settings.ts";

/** Plugins that change nothing of where modules lead, of what is an entry, nor of what is written where. */
const harmless: ReadonlySet<string> = new Set([
  "@tailwindcss/vite#default",
  "@vitejs/plugin-react#default",
  "@vitejs/plugin-react-swc#default",
  "@vitejs/plugin-vue#default",
  "@vitejs/plugin-vue-jsx#default",
  "servery/vite#boundary",
]);

/**
 * What `servery({ expose: […] })` says among plugins; `"all"` where it is not one of them.
 * @throws Unwritten where a plugin may change what else the configuration says
 */
export function readPlugins(listed: Node | undefined, scope: ConfigScope): SaidSettings["exposed"] {
  let exposed: SaidSettings["exposed"] = "all";
  for (const each of listed === undefined ? [] : toElements(listed, scope)) {
    const call = unwrap(each);
    if (call.type !== "CallExpression") throw new Unwritten();
    const from = scope.importedAs(call.callee) ?? "";
    if (from === "servery/vite#servery") exposed = readExposed(call.arguments[0], scope);
    else if (!harmless.has(from)) throw new Unwritten();
  }
  return exposed;
}

function readExposed(options: Node | undefined, scope: ConfigScope): readonly string[] {
  const listed = toMembers(options, scope).get("expose");
  return listed === undefined ? [] : toElements(listed, scope).map((each) => toText(each, scope));
}
