import type { FrontEndFile, Resolve } from "./front-end.ts";
import { isCalling } from "./known-libraries.ts";

/**
 * What stands in the text of every file that makes a network call by itself: the names of what calls, and the ways to come by
 * them without their names.
 */
const signs = new RegExp(
  [
    String.raw`\b(?:fetch|fetchEventSource|XMLHttpRequest|WebSocket|EventSource|WebTransport|RTCPeerConnection|sendBeacon|axios)\b`,
    String.raw`\bjQuery\b|\$\.(?:ajax|get|post)|<(?:form|img|iframe|script|Script)\b|\bhx-|\bcreateElement(?:NS)?\(|\bnew Image\b|\bimportScripts\b`,
    String.raw`\b(?:globalThis|window|self|top|parent|frames|navigator)\s*(?:\?\.)?\s*\[`,
    String.raw`[=(,:]\s*(?:globalThis|window|self|navigator)\b\s*[;,)\n}]`,
    String.raw`defaultView|\$(?:axios|http)\b|\\u`,
    // What a client does that was handed on, whatever it is called, and what asks for it.
    String.raw`\.(?:get|post|put|patch|delete|request)(?:<[^()\n]*>)?\(\s*[\x60"'](?:https?:|/)`,
    String.raw`\.(?:from|rpc|collection)\(\s*["'\x60]|\.(?:completions|responses|messages)\b|\buseSWR|\b(?:inject|getContext)\(`,
  ].join("|"),
);

/**
 * Finds the files that may make network calls or lead to one: those with a sign of one in their text, and those that import
 * them. The others need not be understood, which takes most of the time.
 */
export function findNeeded(files: readonly FrontEndFile[], resolve: Resolve): ReadonlySet<string> {
  const needed = new Set<string>();
  const importers = new Map<string, string[]>();
  for (const { path, text } of files) {
    if (signs.test(text) || namesClients(text)) needed.add(path);
    for (const specifier of specifiersOf(text)) {
      const to = resolve(path, specifier);
      if (to !== undefined) importers.set(to, [...(importers.get(to) ?? []), path]);
      else if (isCalling(specifier)) needed.add(path);
    }
  }
  // A set's iteration also visits what is added to it meanwhile.
  for (const path of needed) for (const importer of importers.get(path) ?? []) needed.add(importer);
  return needed;
}

/** What a text imports by value, as far as that can be seen without understanding it: rather too much than too little. */
export function specifiersOf(text: string): readonly string[] {
  const found = new Set<string>();
  let isOfTypes = false;
  for (const { 0: all, index } of text.matchAll(/\b(?:import|export|from|require)\b/g)) {
    const rest = text.slice(index + all.length, index + all.length + 400);
    if (all === "import" || all === "export") isOfTypes = /^\s+type\b(?!\s*,|\s+from)/.test(rest);
    const specifier = /^\s*\(?\s*(?:\/\*[^*]*\*\/\s*)*["'`]([^"'`\n]+)["'`]/.exec(rest)?.[1];
    if (specifier !== undefined && !(all === "from" && isOfTypes)) found.add(specifier);
  }
  return [...found];
}

/** Whether a text has the type of something that calls, which it is given: `import type { SupabaseClient } from …`. */
function namesClients(text: string): boolean {
  return text
    .matchAll(/\bimport\s+type\b[^;"']*from\s*["']([^"']+)["']/g)
    .some(([, specifier]) => isCalling(specifier!));
}
