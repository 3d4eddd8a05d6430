import type { Call, CallArguments } from "../client/call.ts";
import { type ClientCore, coreOf, operationOf } from "../client/client-core.ts";
import { toQueryKey } from "../client/query-key.ts";
import type { KnownResult } from "../client/watcher.ts";
import type { Operation } from "../contract/operation.ts";
import { QueryEntry } from "./query-entry.ts";
import { epochOf } from "./use-epoch.ts";

/**
 * The queries of a page. A server makes one for each page that it renders, reads what the page will show, and
 * sends what was read along. The browser begins with that, and asks for nothing that is there.
 */
export interface QueryCache {
  /**
   * Reads a query before something is rendered. Resolves once it has an outcome; a problem is one too, and is
   * met by whatever shows the query.
   */
  prefetch<O extends Operation<"query">>(
    call: Call<O>,
    ...args: CallArguments<O, undefined>
  ): Promise<void>;
  /**
   * What was read, as JSON that may stand in a script element. Problems are left out of it, and all that an
   * operation calls sensitive.
   */
  dehydrate(): string;
}

/** Where a query stands in a cache. */
export interface QueryPlace {
  readonly call: object;
  readonly input: unknown;
  /** Whose it is; see {@link epochOf}. */
  readonly epoch: number;
  /** The same for equal queries of one caller. */
  readonly key: string;
}

/** What the hooks use of a cache. */
export interface QueryStore {
  /** What there is of a query. Looks only, so that it may be asked in a render. */
  find(place: QueryPlace): QueryEntry | undefined;
  /** The same; made where there was none. */
  open(place: QueryPlace): QueryEntry;
}

const stores = new WeakMap<QueryCache, QueryStore>();

/** What the hooks use of a cache. */
export function storeBehind(cache: QueryCache): QueryStore {
  return stores.get(cache)!;
}

/** Where a query of a call stands now. */
export function toPlace(call: object, input: unknown, epoch: number): QueryPlace {
  const key = `${epoch} ${toQueryKey(operationOf(call)?.id ?? "", input)}`;
  return { call, input, epoch, key };
}

/**
 * Makes a cache for `QueryCacheProvider`.
 *
 * ```tsx
 * // On the server, for each page:
 * const cache = createQueryCache();
 * await cache.prefetch(client.products.get, { id });
 * const html = renderToString(<QueryCacheProvider value={cache}><App /></QueryCacheProvider>);
 * const script = `<script type="application/json" id="queries">${cache.dehydrate()}</script>`;
 * // In the browser:
 * const cache = createQueryCache(document.getElementById("queries")?.textContent);
 * ```
 * @param dehydrated what the server's cache gave.
 */
export function createQueryCache(dehydrated?: string | null): QueryCache {
  const entries = new WeakMap<object, Map<string, QueryEntry>>();
  const all = new Set<QueryEntry>();
  const read = parseDehydrated(dehydrated);

  function add({ call, input, key }: QueryPlace): QueryEntry {
    const siblings = entries.get(call) ?? new Map<string, QueryEntry>();
    entries.set(call, siblings);
    const entry = new QueryEntry(call, input, () => {
      siblings.delete(key);
      all.delete(entry);
    });
    siblings.set(key, entry);
    all.add(entry);
    return entry;
  }

  function find(place: QueryPlace): QueryEntry | undefined {
    const { call, input, key, epoch } = place;
    const found = entries.get(call)?.get(key);
    const name = found === undefined && epoch === 0 ? nameOf(call, input) : undefined;
    const known = name === undefined ? undefined : read.get(name);
    if (known === undefined) return found;
    read.delete(name!);
    learn(coreOf(call), known);
    const entry = add(place);
    entry.hydrate(known);
    return entry;
  }

  const open = (place: QueryPlace) => find(place) ?? add(place);
  const cache: QueryCache = {
    prefetch: (call, ...[input]) => open(toPlace(call, input, epochOf(call))).load(),
    dehydrate: () => {
      const known = [...all].flatMap(({ call, input, known: result }) => {
        const isKept = result !== undefined && operationOf(call)?.isSensitive === false;
        return isKept ? [[nameOf(call, input), result] as const] : [];
      });
      return escapeForScript(JSON.stringify(known));
    },
  };
  stores.set(cache, { find, open });
  return cache;
}

/** What a query is called in whatever process. `undefined` for a call that no client made. */
function nameOf(call: object, input: unknown): string | undefined {
  const [core, operation] = [coreOf(call), operationOf(call)];
  return core && operation && `${core.contract} ${toQueryKey(operation.id, input)}`;
}

/** The client has seen what the server has read for it. */
function learn(core: ClientCore | undefined, { token }: KnownResult): void {
  if (token !== undefined) core?.caller.snapshots.learn(token);
}

function parseDehydrated(text: string | null | undefined): Map<string, KnownResult> {
  return new Map(JSON.parse(text || "[]") as readonly [string, KnownResult][]);
}

/** JSON in which nothing ends a script element, or a line of a script. */
function escapeForScript(json: string): string {
  const code = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return json.replaceAll(/[<>&\u2028\u2029]/g, code);
}
