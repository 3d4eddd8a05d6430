import { type Runtime, Session } from "node:inspector";

/** Where a function of the running program was written, and what it holds of the functions around it. */
export interface LocatedFunction {
  /** The URL of its file; `undefined` for a function that no file has, such as one of Node's own. */
  readonly url: string | undefined;
  /** From 0, as V8 counts. */
  readonly line: number;
  readonly column: number;
  /** The functions that it captured, by their names; `object.name` for those in a captured object. */
  captured(): ReadonlyMap<string, LocatedFunction>;
}

/** Tells where functions were written, as the debugger would. */
export interface FunctionLocator {
  locate(value: unknown): LocatedFunction | undefined;
  close(): void;
}

type Remote = Runtime.RemoteObject;

/** A name that no program uses, by which a value is handed to the debugger. */
const passage = Symbol.for("servery.located");

/**
 * Opens the debugger of this process. It is exact, whatever a function went through: wrappers, factories,
 * `bind`. It needs no source map, for types are blanked and places stay.
 */
export function createFunctionLocator(): FunctionLocator {
  const session = new Session();
  const urls = new Map<string, string>();
  session.connect();
  session.on("Debugger.scriptParsed", ({ params }) => urls.set(params.scriptId, params.url));
  session.post("Debugger.enable");
  return {
    locate: (value) => locateRemote(session, urls, hand(session, value)),
    close: () => session.disconnect(),
  };
}

function hand(session: Session, value: unknown): Remote | undefined {
  Object.defineProperty(globalThis, passage, { value, configurable: true });
  const expression = `globalThis[Symbol.for("${passage.description}")]`;
  let found: Remote | undefined;
  session.post("Runtime.evaluate", { expression }, (_, answer) => (found = answer?.result));
  Reflect.deleteProperty(globalThis, passage);
  return found;
}

function locateRemote(
  session: Session,
  urls: ReadonlyMap<string, string>,
  remote: Remote | undefined,
): LocatedFunction | undefined {
  if (remote?.type !== "function") return undefined;
  const inner = inspect(session, remote).internal;
  const target = inner.get("[[TargetFunction]]") ?? inner.get("[[Target]]");
  if (target !== undefined) return locateRemote(session, urls, target);
  const place = inner.get("[[FunctionLocation]]")?.value as
    | { scriptId: string; lineNumber: number; columnNumber: number }
    | undefined;
  const url = place && urls.get(place.scriptId);
  let captured: ReadonlyMap<string, LocatedFunction> | undefined;
  return {
    url: url === "" ? undefined : url,
    line: place?.lineNumber ?? 0,
    column: place?.columnNumber ?? 0,
    captured: () => (captured ??= locateCaptured(session, urls, inner.get("[[Scopes]]"))),
  };
}

function locateCaptured(
  session: Session,
  urls: ReadonlyMap<string, string>,
  scopes: Remote | undefined,
): ReadonlyMap<string, LocatedFunction> {
  const captured = new Map<string, LocatedFunction>();
  const add = (name: string, remote: Remote) => {
    const located = captured.has(name) ? undefined : locateRemote(session, urls, remote);
    if (located !== undefined) captured.set(name, located);
  };
  // Innermost first. What stands beyond closures is the module's own, and written there.
  for (const scope of scopes === undefined ? [] : inspect(session, scopes).own.values()) {
    if (!/^Closure\b/.test(scope.description ?? "")) continue;
    for (const [name, remote] of inspect(session, scope).own) {
      add(name, remote);
      if (remote.type !== "object" || remote.className !== "Object") continue;
      for (const [key, held] of inspect(session, remote).own) add(`${name}.${key}`, held);
    }
  }
  return captured;
}

function inspect(session: Session, { objectId }: Remote) {
  const own = new Map<string, Remote>();
  const internal = new Map<string, Remote>();
  if (objectId === undefined) return { own, internal };
  session.post("Runtime.getProperties", { objectId, ownProperties: true }, (_, answer) => {
    for (const { name, value } of answer?.result ?? []) if (value) own.set(name, value);
    for (const { name, value } of answer?.internalProperties ?? [])
      if (value) internal.set(name, value);
  });
  return { own, internal };
}
