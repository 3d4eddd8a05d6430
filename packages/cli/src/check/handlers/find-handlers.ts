import { fileURLToPath } from "node:url";

import type { Contract } from "servery";
import type { Service } from "servery/server";

import type { Undecided } from "servery/boundary";
import { toShown } from "../../app/find-file.ts";
import type { Project } from "../source/project.ts";
import { offsetAt, type SourceFile } from "../source/source-file.ts";
import type { FunctionNode } from "../source/syntax.ts";
import type { FunctionLocator, LocatedFunction } from "./located-function.ts";

/** A function of the app's as it is written, and as it was found in the running service. */
export interface WrittenFunction {
  readonly file: SourceFile;
  readonly node: FunctionNode;
  readonly located: LocatedFunction;
}

/** A query, and what runs when it is called: its handler, or what a package's wrapper was given. */
export interface QueryHandler {
  readonly operation: string;
  readonly functions: readonly WrittenFunction[];
}

/** The handlers of an app's queries, and the queries of which none was found. */
export interface QueryHandlers {
  readonly handlers: readonly QueryHandler[];
  readonly undecided: readonly Undecided[];
}

/** How many wrappers of packages are looked through. */
const depth = 4;

/** Finds the source of the handler of each query. What the service does itself has none. */
export function findQueryHandlers(
  { contract, handlers: tree }: Pick<Service, "contract" | "handlers">,
  project: Project,
  locator: Pick<FunctionLocator, "locate">,
): QueryHandlers {
  const handlers: QueryHandler[] = [];
  const undecided: Undecided[] = [];
  for (const { operation, given } of givenHandlers(contract, tree)) {
    const located = locator.locate(given);
    const functions = findWritten(project, located, depth);
    if (functions.length > 0) handlers.push({ operation, functions });
    else undecided.push({ subject: operation, reason: `its handler ${whereInstead(located)}` });
  }
  return { handlers, undecided };
}

function givenHandlers({ list }: Contract, tree: object) {
  return list
    .filter(({ operation }) => operation.kind === "query")
    .map(({ id }) => ({ operation: id, given: at(tree, id.split(".")) }))
    .filter(({ given }) => given !== undefined);
}

function at(tree: unknown, names: readonly string[]): unknown {
  return names.reduce<unknown>(
    (node, name) => (node as Readonly<Record<string, unknown>> | undefined)?.[name],
    tree,
  );
}

function findWritten(
  project: Project,
  located: LocatedFunction | undefined,
  left: number,
): WrittenFunction[] {
  if (located === undefined || left === 0) return [];
  const written = toWritten(project, located);
  if (written !== undefined) return [written];
  return [...located.captured().values()].flatMap((each) => findWritten(project, each, left - 1));
}

/** The function of the app's that a function of the running service was written as. */
export function toWritten(
  { files }: Project,
  located: LocatedFunction,
): WrittenFunction | undefined {
  if (!located.url?.startsWith("file:")) return undefined;
  const file = files.get(fileURLToPath(located.url.replace(/[?#].*$/, "")));
  const node = file && functionAt(file, offsetAt(file, located.line, located.column));
  return node && { file, node, located };
}

/** V8 names a place in the head of a function: at its start, its name or its parameters. */
function functionAt({ functions }: SourceFile, offset: number): FunctionNode | undefined {
  return functions.findLast(
    ({ start, body }) => body !== null && start <= offset && offset <= body.start,
  );
}

function whereInstead(located: LocatedFunction | undefined): string {
  if (located === undefined) return "is no function";
  const { url } = located;
  if (url === undefined) return "has no source: it is one of Node's own, or made of text";
  const file = url.startsWith("file:") ? toShown(fileURLToPath(url)) : url;
  return `is not among the app's own files, but in ${file}`;
}
