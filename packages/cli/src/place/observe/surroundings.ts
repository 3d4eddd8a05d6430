import type { Observed } from "servery/boundary";
import type { Node } from "oxc-parser";

import type { SourceFile } from "../../check/source/source-file.ts";
import type { FunctionNode } from "../../check/source/syntax.ts";

/** The functions around a place, innermost first. */
export function functionsAround(
  file: SourceFile,
  { start, end }: Pick<Node, "start" | "end">,
): readonly FunctionNode[] {
  return file.functions
    .filter(
      (each) =>
        each.start <= start && end <= each.end && !(each.start === start && each.end === end),
    )
    .toReversed();
}

/** What a function is called, where it is. */
export function nameOfFunction(file: SourceFile, node: FunctionNode): string | undefined {
  if (node.id) return node.id.name;
  const before = file.text.slice(Math.max(0, node.start - 160), node.start);
  return (
    /([\w$]+)\s*(?::[^=;{}()]*)?[=:]\s*(?:async\s*)?(?:(?:use)?(?:callback|memo|cache)\s*\(\s*)?$/i.exec(
      before,
    )?.[1] ?? methodName(before)
  );
}

function methodName(before: string): string | undefined {
  const name = /([\w$#]+)\s*$/.exec(before)?.[1];
  return name !== undefined &&
    !/^(?:async|function|return|await|get|set|static|case|yield)$/.test(name)
    ? name
    : undefined;
}

const browserInterfaces =
  /navigator\.(?:geolocation|mediaDevices|clipboard|bluetooth|usb|serial|hid|credentials|share|contacts)|new Notification\(|getUserMedia|getDisplayMedia|DeviceOrientation|requestMIDIAccess|pushManager/;
const offline =
  /\bcaches\.(?:open|match|delete)|navigator\.onLine|indexedDB\.open|serviceWorker\.register/;
const hurried = /autocomplete|typeahead|suggest|asYouType|debounce|\bping\b|latency|heartbeat/i;

/** What a call stands among: interfaces that only browsers have, what works without a network, what somebody waits for. */
export function observeSurroundings(
  file: SourceFile,
  node: Node,
  path: string,
): readonly Observed[] {
  const around = functionsAround(file, node);
  const [nearest] = around;
  const text = nearest === undefined ? "" : file.text.slice(nearest.start, nearest.end);
  const names = around
    .map((each) => nameOfFunction(file, each))
    .filter((name) => name !== undefined);
  const browser = browserInterfaces.exec(text)?.[0];
  const hurry = hurried.exec([path, ...names].join(" "))?.[0];
  const cached = offline.exec(text)?.[0];
  return [
    ...(browser === undefined
      ? []
      : [{ fact: "browser-interface", by: browser.replace(/\($/, "") } as const]),
    ...(hurry === undefined ? [] : [{ fact: "latency-bound", by: hurry } as const]),
    ...(isServiceWorker(file)
      ? [{ fact: "offline", by: "a service worker" } as const]
      : cached === undefined
        ? []
        : [{ fact: "offline", by: cached } as const]),
  ];
}

/** Whether a file is a service worker. */
export function isServiceWorker({ text }: SourceFile): boolean {
  return /\b(?:self|sw)?\.?addEventListener\(\s*["'](?:fetch|install|activate|sync)["']/.test(text);
}
