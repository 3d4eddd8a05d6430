import { style } from "../../output/style.ts";
import { toTable } from "../../output/table.ts";
import type { PlacedCall } from "../to-calls.ts";
import type { Part, PlacedOperation, PlacementMap } from "./placement-map.ts";
import { printCalls } from "./print-calls.ts";
import { always } from "./server-parts.ts";

/** The map for people: each operation in a line, the other calls with reasons, and what the words mean. */
export function printMap(map: PlacementMap): string {
  const others = map.calls.filter(
    ({ operation, severity }) => operation === undefined || severity !== undefined,
  );
  return [
    ...(map.operations.length === 0 ? [] : [printOperations(map.operations)]),
    printOthers(others),
    ...(map.undecided.length === 0 ? [] : [printUndecided(map)]),
    ...(map.operations.length === 0 ? [] : [printWords(map.operations)]),
  ].join("\n\n");
}

/** What the map shows, in a line. */
export function summariseMap({ contract, operations, calls, files }: PlacementMap): string {
  const used = operations.filter(({ uses }) => uses.length > 0).length;
  const others = calls.filter(({ operation }) => operation === undefined).length;
  const first =
    contract === undefined
      ? "no contract"
      : `${contract}: ${count(operations.length, "operation")}, ${used} used by the front-end`;
  return `${first}; ${count(others, "other network call")} in ${count(files, "file")}`;
}

/** The app's own first: Servery's are many, and much the same everywhere. */
function printOperations(all: readonly PlacedOperation[]): string {
  const operations = all.toSorted((one, other) => Number(one.isBuiltIn) - Number(other.isBuiltIn));
  const head = ["OPERATION", "USED AT", "BROWSER", "EDGE", "SERVER"].map(dim);
  const lines = toTable([head, ...operations.map(toRow)]).split("\n");
  // What belongs together stands together.
  return lines
    .flatMap((line, index) => (isOther(operations, index - 1) ? ["", line] : [line]))
    .join("\n");
}

/** Whether a new part of the contract begins: small parts stand together, as they would be lost alone. */
function isOther(operations: readonly PlacedOperation[], index: number): boolean {
  if (index < 1) return false;
  const [before, own] = [partOf(operations[index - 1]), partOf(operations[index])];
  const size = (part: string | undefined) =>
    operations.filter((each) => partOf(each) === part).length;
  return own !== before && Math.max(size(own), size(before)) > 2;
}

/** `orders` of `orders.place`. */
function partOf(operation: PlacedOperation | undefined): string | undefined {
  return operation?.id.split(".", 1)[0];
}

function toRow({ id, uses, browser, edge, server, kind }: PlacedOperation): readonly string[] {
  const isUsed = uses.length > 0;
  return [
    isUsed ? style("bold", id) : dim(id),
    dim(isUsed ? count(uses.length, "place") : "nowhere"),
    isUsed ? style(kind === "query" ? "green" : "yellow", names(browser)) : "",
    edge.some(({ what }) => what !== "passes") ? names(edge) : dim(names(edge)),
    names(server),
  ];
}

function names(parts: readonly Part[]): string {
  return parts.map(({ what }) => what).join(" · ");
}

function printOthers(calls: readonly PlacedCall[]): string {
  if (calls.length > 0) return printCalls(calls);
  const none = "  none: the front-end talks to its own service alone";
  return [style("bold", "other network calls"), none].join("\n");
}

function printUndecided({ undecided }: PlacementMap): string {
  const lines = undecided.map(({ subject, reason }) => `  ${subject}: ${reason}`);
  return [style(["bold", "yellow"], "could not be decided"), ...lines].join("\n");
}

/** Each word of the table once, where it first stands, and why what it names runs there: all reasons that there are. */
function printWords(operations: readonly PlacedOperation[]): string {
  const rows = (["browser", "edge", "server"] as const).flatMap((where) => {
    const words = new Map<string, Set<string>>();
    for (const operation of operations)
      for (const { what, why } of operation[where]) {
        const word = where === "server" ? wordOf(what, why) : what;
        words.set(word, (words.get(word) ?? new Set()).add(why));
      }
    return [...words].flatMap(([word, reasons], index) =>
      [...reasons].map((why, nth) => [
        index + nth === 0 ? dim(where) : "",
        nth === 0 ? word : "",
        nth === 0 ? why : `or: ${why}`,
      ]),
    );
  });
  const table = toTable(rows)
    .split("\n")
    .map((line) => `  ${line}`);
  const notes = [always, notToday].map((line) => `  ${line}`);
  return [style("bold", "why it runs there"), ...table, "", ...notes].join("\n");
}

/** Rules of access and limits are many, and there for one reason each. */
function wordOf(what: string, why: string): string {
  if (why.startsWith("Only the server sees")) return "limits";
  return why.startsWith("Whoever holds the page") ? "roles, scopes and plans" : what;
}

/** What other tools may do in a browser and this one does not, so that nobody looks for it. */
const notToday =
  "Not there today: an outbox for what is done without a network, and results shown before the service has answered.";

function count(number: number, one: string): string {
  return `${number} ${one}${number === 1 ? "" : "s"}`;
}

function dim(text: string): string {
  return style("dim", text);
}
