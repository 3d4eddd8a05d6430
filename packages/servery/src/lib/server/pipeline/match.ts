import { parsePathPattern } from "../../base/path-pattern.ts";
import { refuse } from "../handling/refusal.ts";

/** One route: a method, a pattern, and what stands behind it. */
export interface Route<T> {
  readonly method: string;
  readonly pattern: string;
  readonly to: T;
}

/** Everything that stands at one path. */
interface PathEntry<T> {
  /** As its first operation writes it. */
  readonly pattern: string;
  readonly methods: ReadonlyMap<string, T>;
}

/** A path that was found, with the text of each parameter in the order of the pattern. */
interface Match<T> {
  readonly entry: PathEntry<T>;
  readonly parameters: readonly string[];
}

/** Finds what stands at a path. */
export interface Matcher<T> {
  /** `undefined` where nothing does. */
  (path: string): Match<T> | undefined;
  /** Everything that a path can mean, the most literal first. */
  all(path: string): Match<T>[];
}

/** Where a path leads with its method; without `to` it leads there with other methods only. */
interface MethodMatch<T> {
  readonly to: T | undefined;
  readonly pattern: string;
  readonly parameters: readonly string[];
  /** The value of `Allow`. */
  readonly allow: string;
}

interface Node<T> {
  readonly literals: Map<string, Node<T>>;
  parameter: Node<T> | undefined;
  entry: PathEntry<T> | undefined;
}

/**
 * Compiles routes: paths without parameters by one look-up, the rest by a tree of segments in which a
 * literal goes before a parameter. A trailing slash is another path; an empty parameter is none.
 */
export function compileMatcher<T>(routes: readonly Route<T>[]): Matcher<T> {
  const fixed = new Map<string, Match<T>>();
  const root = createNode<T>();
  const byShape = Map.groupBy(routes, ({ pattern }) => toShape(pattern));
  for (const [shape, group] of byShape) {
    const entry = toEntry(group);
    if (shape.includes("/:")) insert(root, shape, entry);
    else fixed.set(shape, { entry, parameters: [] });
  }
  for (const [shape, { entry }] of fixed) insert(root, shape, entry);
  const longest = Math.max(0, ...[...fixed.keys()].map(({ length }) => length));
  // A longer path is none of these: to hash it for nothing costs more than to walk the tree.
  const first = (path: string) =>
    (path.length > longest ? undefined : fixed.get(path)) ?? find(root, path);
  return Object.assign(first, { all: (path: string) => findAll(root, path) });
}

/**
 * Finds what a path means with a method that its first meaning does not take: beside `GET /items/new`,
 * `PUT /items/:id` has an item "new".
 */
export function matchMethod<T>(matcher: Matcher<T>, path: string, method: string): MethodMatch<T> {
  const all = matcher.all(path);
  const found = all.find(({ entry }) => entry.methods.has(method)) ?? all[0]!;
  const { entry, parameters } = found;
  const methods = new Set(all.flatMap(({ entry: each }) => [...each.methods.keys()]));
  const allow = toAllow(methods);
  return { to: entry.methods.get(method), pattern: entry.pattern, parameters, allow };
}

function toShape(pattern: string): string {
  const segments = parsePathPattern(pattern);
  return `/${segments.map((segment) => ("literal" in segment ? segment.literal : ":")).join("/")}`;
}

function toEntry<T>(routes: readonly Route<T>[]): PathEntry<T> {
  const methods = new Map(routes.map(({ method, to }) => [method, to]));
  const get = methods.get("GET");
  if (get !== undefined && !methods.has("HEAD")) methods.set("HEAD", get);
  return { pattern: routes[0]!.pattern, methods };
}

function toAllow(methods: Iterable<string>): string {
  return [...methods, "OPTIONS"].join(", ");
}

function createNode<T>(): Node<T> {
  return { literals: new Map(), parameter: undefined, entry: undefined };
}

function insert<T>(root: Node<T>, shape: string, entry: PathEntry<T>): void {
  let node = root;
  for (const segment of shape === "/" ? [] : shape.slice(1).split("/")) {
    let next = segment === ":" ? node.parameter : node.literals.get(segment);
    if (next === undefined) {
      next = createNode();
      if (segment === ":") node.parameter = next;
      else node.literals.set(segment, next);
    }
    node = next;
  }
  node.entry = entry;
}

function find<T>(root: Node<T>, path: string): Match<T> | undefined {
  const parameters: string[] = [];
  const entry = path === "/" ? root.entry : descend(root, path, 1, parameters);
  return entry === undefined ? undefined : { entry, parameters };
}

function descend<T>(
  node: Node<T>,
  path: string,
  start: number,
  parameters: string[],
): PathEntry<T> | undefined {
  const slash = path.indexOf("/", start);
  const segment = decodeSegment(path.slice(start, slash < 0 ? path.length : slash));
  const literal = node.literals.size === 0 ? undefined : node.literals.get(segment);
  const found = literal === undefined ? undefined : follow(literal, path, slash, parameters);
  if (found !== undefined || node.parameter === undefined || !isParameter(segment)) return found;
  parameters.push(segment);
  const behind = follow(node.parameter, path, slash, parameters);
  if (behind === undefined) parameters.pop();
  return behind;
}

function follow<T>(
  node: Node<T>,
  path: string,
  slash: number,
  parameters: string[],
): PathEntry<T> | undefined {
  return slash < 0 ? node.entry : descend(node, path, slash + 1, parameters);
}

function findAll<T>(root: Node<T>, path: string): Match<T>[] {
  const found: Match<T>[] = [];
  const segments = path === "/" ? [] : path.slice(1).split("/").map(decodeSegment);
  const visit = (node: Node<T>, depth: number, parameters: readonly string[]): void => {
    const segment = segments[depth];
    if (segment === undefined) {
      if (node.entry !== undefined) found.push({ entry: node.entry, parameters });
      return;
    }
    const literal = node.literals.get(segment);
    if (literal !== undefined) visit(literal, depth + 1, parameters);
    if (node.parameter !== undefined && isParameter(segment))
      visit(node.parameter, depth + 1, [...parameters, segment]);
  };
  visit(root, 0, []);
  return found;
}

// A web `Request` has resolved dot segments already; elsewhere they must not become a parameter.
function isParameter(segment: string): boolean {
  return segment !== "" && segment !== "." && segment !== "..";
}

function decodeSegment(segment: string): string {
  if (!segment.includes("%")) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    throw refuse(
      "malformed_request",
      `The path has a broken escape in "${segment.slice(0, 100)}".`,
    );
  }
}

/** A request's target in its two parts. */
export interface Target {
  readonly path: string;
  /** Without its `?`. */
  readonly query: string;
}

/** Takes a target apart: the usual form, or the absolute form that proxies send (RFC 9112 §3.2). */
export function splitTarget(target: string): Target {
  const origin = target.startsWith("/") ? target : fromAbsolute(target);
  const hash = origin.indexOf("#");
  const whole = hash < 0 ? origin : origin.slice(0, hash);
  const mark = whole.indexOf("?");
  return mark < 0
    ? { path: whole, query: "" }
    : { path: whole.slice(0, mark), query: whole.slice(mark + 1) };
}

function fromAbsolute(target: string): string {
  const match = /^https?:\/\/[^/?#]+(?=[/?#]|$)/i.exec(target);
  if (match === null) throw refuse("malformed_request", "The request's target is no path.");
  const rest = target.slice(match[0].length);
  return rest.startsWith("/") ? rest : `/${rest}`;
}
