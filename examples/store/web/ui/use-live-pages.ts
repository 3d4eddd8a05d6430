import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import type { WatchStatus } from "servery/client";

import { announce } from "./announcer.tsx";
import { createLivePages, type LiveList, type LivePages, type Page } from "./live-pages.ts";
import type { Pages } from "./use-pages.tsx";

/** A list that grows page by page, and changes by itself. */
export interface LiveListing<P extends Page<unknown>> extends Pages<P["items"][number]> {
  readonly first: P | undefined;
  /** True while what is shown is of an earlier input. */
  readonly previous: boolean;
  readonly status: WatchStatus;
}

/**
 * Watches a list as far as it is shown. When the input changes, the list before stays until the new one is there.
 *
 * @param open where the pages come from.
 */
export function useLivePages<P extends Page<unknown>, Input extends object>(
  list: LiveList<P, Input>,
  input: Input,
  open: (list: LiveList<P, Input>, input: Input) => LivePages<P> = createLivePages,
): LiveListing<P> {
  const key = JSON.stringify(input);
  const own = useMemo(() => open(list, JSON.parse(key) as Input), [open, list, key]);
  const { pages, problem, isFetching, status } = useSyncExternalStore(own.subscribe, own.current);
  const [last, setLast] = useState(pages);
  if (pages !== undefined && pages !== last) setLast(pages);
  const shown = pages ?? last;
  const items = useMemo(() => shown?.flatMap((page): P["items"] => page.items), [shown]);

  const count = items?.length ?? 0;
  const before = useRef<number>(undefined);
  useEffect(() => {
    if (before.current === undefined || count <= before.current) return;
    announce(`${count - before.current} more`);
    before.current = undefined;
  }, [count]);
  const more = useCallback(() => {
    before.current = count;
    own.more();
  }, [own, count]);

  return {
    items,
    first: shown?.[0],
    previous: pages === undefined && shown !== undefined,
    problem,
    fetching: isFetching && problem === undefined,
    hasMore: typeof shown?.at(-1)?.nextCursor === "string",
    status,
    more,
    refetch: own.again,
  };
}
