import type { Finding } from "../finding.ts";
import type { ImportChain } from "./find-chains.ts";
import type { ServerReason } from "./server-module.ts";
import { whatServerPackage } from "./server-packages.ts";

/** What to say of a module that belongs on the server and reaches a browser. */
export function toServerFinding({ module, steps }: ImportChain, reason: ServerReason): Finding {
  const importer = steps.at(-2) ?? steps.at(-1)!;
  const raw = /[?&](?:raw|url|inline)\b/.test(module.shown);
  const brings =
    steps.length === 1
      ? `${module.shown} is where a browser starts, and it belongs on the server`
      : `${importer.name} brings ${raw ? "the source of " : ""}${module.shown} to browsers, and it belongs on the server`;
  return {
    rule: "graph/server-module",
    severity: "error",
    file: importer.file,
    line: importer.line,
    column: importer.column,
    subject: steps.map(({ name }) => name).join(" → "),
    message: `${brings}: ${explain(reason)}.`,
    fix: adviseOn(reason, module.shown),
    within: [],
    chain: steps,
  };
}

function explain(reason: ServerReason): string {
  switch (reason.kind) {
    case "folder":
      return `the settings say so of "${reason.folder}"`;
    case "name":
      return `its name says so`;
    case "marker":
      return `it imports "${reason.specifier}", which marks a server's module`;
    case "servery":
      return `it imports "${reason.specifier}", Servery's part for servers`;
    case "builtin":
      return `it imports "${reason.specifier}", which only runtimes of servers have`;
    case "driver":
      return `it imports "${reason.specifier}", ${whatServerPackage(reason.specifier) ?? "a server's package"}`;
    case "secret":
      return `it reads ${reason.name} from the environment, which no browser has`;
  }
}

const types = `For its types alone write "import type".`;

function adviseOn(reason: ServerReason, shown: string): string {
  switch (reason.kind) {
    case "folder":
    case "name":
    case "marker":
      return `${types} To use what it does, call an operation of the contract; what both sides need goes into a module of its own.`;
    case "servery":
      return `Browsers call the service with "servery/client" and its contract; ${shown} is for the service alone. ${types}`;
    case "builtin":
      return `Do it in a handler and call its operation, or use what browsers have: fetch, URL, crypto.subtle, Blob. ${types}`;
    case "driver":
      return `Use "${reason.specifier}" in a handler of the service, and call its operation from the browser. ${types}`;
    case "secret":
      return `Read ${reason.name} in the service, as secret("${reason.name}"), and let an operation do what needs it. What browsers may know needs a public prefix, such as VITE_.`;
  }
}
