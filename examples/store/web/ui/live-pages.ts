import type { WatchStatus } from "servery/client";

/** A page of a list, and where the next one begins. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

export interface ListProblem {
  readonly code: string;
  readonly title: string;
}

/** What of a list's query is used. */
export interface LiveList<P, Input> {
  safe(
    input: Input & { readonly cursor?: string },
  ): Promise<{ readonly data?: P | undefined; readonly problem?: ListProblem | undefined }>;
  watch(
    input: Input & { readonly cursor?: string },
    onData: (page: P) => void,
    told: {
      readonly onStatus: (status: WatchStatus) => void;
      readonly onProblem: (problem: ListProblem) => void;
    },
  ): () => void;
}

/** How a list stands. A new object at every change. */
interface LivePagesState<P> {
  /** `undefined` until the first page is there. */
  readonly pages: readonly P[] | undefined;
  readonly problem: ListProblem | undefined;
  /** True while more pages are wanted than are there. */
  readonly isFetching: boolean;
  readonly status: WatchStatus;
}

/** A list that is watched as far as it is shown, and as long as somebody listens. */
export interface LivePages<P> {
  current(this: void): LivePagesState<P>;
  subscribe(this: void, listener: () => void): () => void;
  /** Wants one page more. */
  more(this: void): void;
  /** Asks at once for what met a problem: the watch itself takes its time. */
  again(this: void): void;
}

/** A page that is watched. */
interface Watched<P> {
  readonly cursor: string | undefined;
  page?: P | undefined;
  problem?: ListProblem | undefined;
  status: WatchStatus;
  stop?: () => void;
}

/**
 * Watches a list page by page: each is a query of its own that begins where the one before it ends. When an end
 * moves, the pages behind it are watched anew; what was shown stays until they fit together again, so that nothing
 * is there twice or missing meanwhile.
 */
export function createLivePages<P extends Page<unknown>, Input extends object>(
  list: LiveList<P, Input>,
  input: Input,
): LivePages<P> {
  const listeners = new Set<() => void>();
  let watched: Watched<P>[] = [];
  let wanted = 1;
  let state: LivePagesState<P> = toState(watched, undefined, wanted);

  const tell = () => {
    state = toState(watched, state.pages, wanted);
    for (const listener of listeners) listener();
  };
  const toInput = (cursor: string | undefined) =>
    cursor === undefined ? input : { ...input, cursor };

  function watch(cursor: string | undefined): Watched<P> {
    const own: Watched<P> = { cursor, status: "connecting" };
    own.stop = list.watch(toInput(cursor), (page) => take(own, { data: page }), {
      onStatus: (status) => {
        own.status = status;
        tell();
      },
      onProblem: (problem) => take(own, { problem }),
    });
    return own;
  }

  function take(own: Watched<P>, { data, problem }: Awaited<ReturnType<typeof list.safe>>): void {
    own.page = data ?? own.page;
    own.problem = problem;
    if (watched.includes(own)) follow();
  }

  /** Watches what is wanted and not watched yet, as far as it is known where it begins. */
  function follow(): void {
    let cursor: string | null | undefined;
    for (let place = 0; place < wanted && cursor !== null; place += 1) {
      if (watched[place]?.cursor !== cursor || watched[place] === undefined) {
        watched[place]?.stop?.();
        watched[place] = watch(cursor);
      }
      const { page } = watched[place]!;
      if (page === undefined) return tell();
      cursor = page.nextCursor;
      if (cursor === null) drop(place + 1);
    }
    tell();
  }

  function drop(from: number): void {
    for (const { stop } of watched.slice(from)) stop?.();
    watched = watched.slice(0, from);
  }

  return {
    current: () => state,
    subscribe(listener) {
      listeners.add(listener);
      if (listeners.size === 1) follow();
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) drop(0);
      };
    },
    more() {
      wanted = (state.pages?.length ?? 0) + 1;
      follow();
    },
    again() {
      for (const own of watched)
        if (own.problem !== undefined)
          void list.safe(toInput(own.cursor)).then((outcome) => take(own, outcome));
    },
  };
}

/** @param shown what was shown last, and is as long as the pages do not fit together. */
function toState<P extends Page<unknown>>(
  watched: readonly Watched<P>[],
  shown: readonly P[] | undefined,
  wanted: number,
): LivePagesState<P> {
  const whole = toWhole(watched, wanted);
  return {
    pages: whole ?? shown,
    problem: watched.find(({ problem }) => problem !== undefined)?.problem,
    isFetching: whole === undefined,
    status: toStatus(watched.map(({ status }) => status)),
  };
}

function toWhole<P extends Page<unknown>>(watched: readonly Watched<P>[], wanted: number) {
  const pages: P[] = [];
  let next: string | null | undefined;
  while (pages.length < wanted && next !== null) {
    const { cursor, page } = watched[pages.length] ?? {};
    if (page === undefined || cursor !== next) return undefined;
    pages.push(page);
    next = page.nextCursor;
  }
  return pages;
}

/** As sure as the least sure of them. */
function toStatus(each: readonly WatchStatus[]): WatchStatus {
  const doubts = ["offline", "stale", "connecting"] as const;
  return (
    doubts.find((status) => each.includes(status)) ?? (each.length > 0 ? "live" : "connecting")
  );
}
