import { useCallback, useEffect, useRef, useState } from "react";

import { client, type RecordPage, type RecordSummary } from "../client.ts";
import { type Filters, toAddress } from "./filters.ts";

/** The pages of a list that have arrived, and what is under way. */
export interface RecordPages {
  readonly items: readonly RecordSummary[] | undefined;
  readonly total: number;
  readonly hasMore: boolean;
  readonly pending: boolean;
  readonly problem:
    | { readonly title: string; readonly detail?: string | undefined; readonly code: string }
    | undefined;
  loadMore(): void;
  retry(): void;
}

interface Loaded {
  readonly key: string;
  readonly items: readonly RecordSummary[];
  readonly page: RecordPage;
}

/** The last list, so that going back to it shows it at once, as long as it was. */
let remembered: Loaded | undefined;

/** The records that meet the filters, page after page. The list before stays until the new one is there. */
export function useRecordPages(region: string, filters: Filters): RecordPages {
  const key = `${region} ${toAddress(filters)}`;
  const [loaded, setLoaded] = useState(remembered);
  const [problem, setProblem] = useState<RecordPages["problem"]>();
  const [pending, setPending] = useState(false);
  const running = useRef<AbortController>(undefined);

  const load = useCallback(
    async (after: Loaded | undefined) => {
      running.current?.abort();
      const { signal } = (running.current = new AbortController());
      setPending(true);
      const cursor = after?.page.nextCursor ?? undefined;
      const { search, ...others } = filters;
      const input = { region, ...others, ...(search !== "" && { search }), cursor };
      const { data: page, problem: met } = await client.records.list.safe(input, { signal });
      if (signal.aborted) return;
      setPending(false);
      setProblem(met);
      if (page === undefined) return;
      remembered = { key, page, items: [...(after?.items ?? []), ...page.items] };
      setLoaded(remembered);
    },
    // The key says all that the filters say.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [key],
  );

  useEffect(() => {
    if (remembered?.key === key) setLoaded(remembered);
    else void load(undefined);
    return () => running.current?.abort();
  }, [key, load]);

  const current = loaded?.key === key ? loaded : undefined;
  return {
    items: loaded?.items,
    total: loaded?.page.total ?? 0,
    hasMore: loaded?.page.nextCursor !== null && loaded !== undefined,
    pending: pending || (current === undefined && problem === undefined),
    problem,
    loadMore: () => void load(current),
    retry: () => void load(current),
  };
}
