import type { Node } from "oxc-parser";
import type { Observed, Place } from "servery/boundary";

import { placeOf, type SourceFile } from "../check/source/source-file.ts";
import { memberName } from "../check/source/syntax.ts";
import { findCalls, type FoundCall } from "./calls/find-calls.ts";
import { findElementCalls } from "./calls/element-calls.ts";
import { htmlElements, jsxElements } from "./calls/page-elements.ts";
import { nothingSent, type Request } from "./calls/request.ts";
import { findServeryCalls } from "./calls/servery-calls.ts";
import { observe } from "./observe/observe.ts";
import { functionsAround, isServiceWorker, nameOfFunction } from "./observe/surroundings.ts";
import { readTarget, type Target } from "./observe/target.ts";
import { type Callers, findCallers, findWays, mostWays } from "./reading/callers.ts";
import { type FrontEnd, isPage } from "./reading/front-end.ts";
import { nodesAround } from "./reading/nodes-around.ts";

/** An operation of the contract that is called by Servery's client, and how. */
export interface UsedOperation {
  readonly id: string;
  readonly by: string;
  readonly isLive: boolean;
}

/** A network call as it is seen on one way to it: of a helper there is one sight for each call of the helper. */
export interface Sight {
  readonly source: SourceFile;
  readonly node: Node;
  readonly place: Place;
  readonly request: Request;
  readonly target: Target | undefined;
  readonly observed: readonly Observed[];
  /** The calls that lead to it, outermost first. */
  readonly callers: readonly Place[];
  readonly operation: UsedOperation | undefined;
}

/** Says whether a path is one of the app's own service. */
export type IsOwnPath = (path: string) => boolean;

/** Finds all network calls of a front-end. */
export function findSights(frontEnd: FrontEnd, isOwnPath: IsOwnPath): readonly Sight[] {
  const callers = findCallers(frontEnd);
  return frontEnd.files.flatMap((file) => [
    ...networkSights(frontEnd, callers, file, isOwnPath),
    ...servedSights(frontEnd, file),
    ...elementSights(frontEnd, file, isOwnPath),
  ]);
}

function networkSights(
  frontEnd: FrontEnd,
  callers: Callers,
  source: SourceFile,
  isOwnPath: IsOwnPath,
): readonly Sight[] {
  return findCalls(frontEnd, source).flatMap((call) => {
    const by = (who: Callers[keyof Callers]) => sightsBy(frontEnd, who, source, call, isOwnPath);
    const seen = by(callers.calls);
    if (seen.length > 0 && !seen.some(isUnknown)) return seen;
    // What no caller says, those may who use what it stands in.
    const more = by(callers.uses);
    return more.some((each) => !isUnknown(each)) ? more : seen;
  });
}

function sightsBy(
  frontEnd: FrontEnd,
  callers: Callers[keyof Callers],
  source: SourceFile,
  call: FoundCall,
  isOwnPath: IsOwnPath,
): readonly Sight[] {
  const most = call.isOpen ? mostWays.open : mostWays.known;
  return findWays(frontEnd, callers, call, most).flatMap((way) => {
    const request = call.read(way.given);
    if (request === undefined) return [];
    const places = way.callers.map((each) => placeOf(each.file, each.node));
    return toSights(frontEnd, { source, node: call.node, request }, isOwnPath, places);
  });
}

function isUnknown({ target }: Sight): boolean {
  return target?.kind === "unknown";
}

function elementSights(frontEnd: FrontEnd, source: SourceFile, isOwnPath: IsOwnPath) {
  const page = isPage(source.path)
    ? frontEnd.given.find(({ path }) => path === source.path)
    : undefined;
  const elements = [jsxElements(frontEnd, source), page === undefined ? [] : htmlElements(page)];
  const found = elements.flatMap((each) => findElementCalls(source, each));
  return found.flatMap(({ start, request }) => {
    const node = { ...source.program, start, end: start };
    return toSights(frontEnd, { source, node, request }, isOwnPath, []);
  });
}

function toSights(
  frontEnd: FrontEnd,
  { source, node, request }: Pick<Sight, "source" | "node" | "request">,
  isOwnPath: IsOwnPath,
  callers: readonly Place[],
): readonly Sight[] {
  if (isPassedOn(source, node, request)) return [];
  const target = request.url === undefined ? undefined : readTarget(request.url, isOwnPath);
  if (target?.kind === "none") return [];
  const observed = observe(frontEnd, { file: source, node }, request, target);
  const place = placeOf(source, node);
  return [{ source, node, place, request, target, observed, callers, operation: undefined }];
}

/** What a page asks and its service worker, or what stands in the place of its fetch, passes on is told where it is asked. */
function isPassedOn(source: SourceFile, node: Node, { url = [] }: Request): boolean {
  const [only, more] = url;
  if (typeof only !== "object" || more !== undefined) return false;
  if (only.name === "request" && isServiceWorker(source)) return true;
  return nodesAround(source, node).some(
    (each) =>
      each.type === "AssignmentExpression" &&
      each.left.type === "MemberExpression" &&
      memberName(each.left) === "fetch",
  );
}

const ownTarget: Target = readTarget(["/"], () => true);

/** Of Servery's client it is known where it goes: to the app's own service. */
function servedSights(frontEnd: FrontEnd, source: SourceFile): readonly Sight[] {
  return findServeryCalls(frontEnd, source).map(({ node, operation: id, by, isLive, fields }) => {
    const request: Request = {
      ...nothingSent,
      by: "servery",
      method: "",
      url: undefined,
      does: id,
      fields,
    };
    const seen = observe(frontEnd, { file: source, node }, request, ownTarget);
    const observed = seen.map((each) => (each.fact === "own-service" ? { ...each, by: id } : each));
    const operation = { id, by, isLive };
    const place = placeOf(source, node);
    return { source, node, place, request, target: undefined, observed, callers: [], operation };
  });
}

/** The function that a call stands in, by the nearest name. */
export function functionOf({ source, node }: Sight): string | undefined {
  for (const each of functionsAround(source, node)) {
    const name = nameOfFunction(source, each);
    if (name !== undefined) return name;
  }
  return undefined;
}
