import { useCallback, useEffect, useRef, useState } from "react";

import { announce } from "./announcer.tsx";

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

interface Problem {
  readonly code: string;
  readonly title: string;
}

interface Listing<P, Input> {
  safe(
    input: Input & { readonly cursor?: string },
  ): Promise<{ readonly data?: P | undefined; readonly problem?: Problem | undefined }>;
}

/** A list that grows page by page. */
export interface Pages<Item> {
  /** `undefined` until the first page is there. */
  readonly items: readonly Item[] | undefined;
  readonly problem: Problem | undefined;
  readonly fetching: boolean;
  readonly hasMore: boolean;
  /** Fetches the next page. */
  readonly more: () => void;
  /** Starts again from the first page; what is shown stays until it is there. */
  readonly refetch: () => void;
}

/** Reads a list by its cursors; anew when the input changes. */
export function usePages<P extends Page<unknown>, Input extends object>(
  listing: Listing<P, Input>,
  input: Input,
): Pages<P["items"][number]> {
  type Item = P["items"][number];
  const key = JSON.stringify(input);
  const [state, setState] = useState<State<P>>({});
  const [asked, setAsked] = useState(false);
  const round = useRef(0);

  /** Puts the page that a cursor leads to behind what is there, unless another is asked for meanwhile. */
  const fetchPage = useCallback(
    (before: readonly Item[], cursor: string | undefined) => {
      const own = ++round.current;
      const wanted = JSON.parse(key) as Input;
      const answer = listing.safe(cursor === undefined ? wanted : { ...wanted, cursor });
      const settle = async () => {
        const { data, problem } = await answer;
        if (own !== round.current) return;
        setAsked(false);
        if (data === undefined) return setState((last) => ({ ...last, key, problem }));
        setState({ key, items: [...before, ...data.items], latest: data });
        if (before.length > 0) announce(`${data.items.length} more`);
      };
      void settle();
    },
    [listing, key],
  );
  useEffect(() => {
    fetchPage([], undefined);
    return () => {
      round.current += 1;
    };
  }, [fetchPage]);
  const refetch = useCallback(() => {
    setAsked(true);
    fetchPage([], undefined);
  }, [fetchPage]);

  const { items, latest, problem } = state;
  const cursor = latest?.nextCursor;
  const more = () => {
    if (typeof cursor !== "string") return;
    setAsked(true);
    fetchPage(items ?? [], cursor);
  };
  const fetching = asked || state.key !== key;
  const hasMore = typeof cursor === "string";
  return { items, problem, fetching, hasMore, more, refetch };
}

interface State<P extends Page<unknown>> {
  /** The input that it is of. */
  readonly key?: string;
  readonly items?: readonly P["items"][number][];
  /** The page that came last. */
  readonly latest?: P;
  readonly problem?: Problem | undefined;
}

interface Properties {
  readonly pages: Pages<unknown>;
  readonly words: string;
}

/** The way to the next page, where there is one. */
export function MorePages({ pages, words }: Properties) {
  if (!pages.hasMore) return null;
  return (
    <p className="more">
      <button
        type="button"
        className="button"
        aria-disabled={pages.fetching}
        onClick={() => pages.fetching || pages.more()}
      >
        {pages.fetching ? "One moment…" : words}
      </button>
    </p>
  );
}
