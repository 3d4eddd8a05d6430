import { useMemo } from "react";

import { usePages } from "../ui/use-pages.tsx";

interface Problem {
  readonly code: string;
  readonly title: string;
}

interface Trail<Entry> {
  safe(input: { readonly before?: number; readonly pageSize: number }): Promise<{
    readonly data?: { readonly items: readonly Entry[] } | undefined;
    readonly problem?: Problem | undefined;
  }>;
}

const pageSize = 50;

/** A list that goes on before its last id, read as pages. */
export function useTrail<Entry extends { readonly id: number }>(trail: Trail<Entry>) {
  const listing = useMemo(
    () => ({
      async safe({ cursor }: { readonly cursor?: string }) {
        const before = cursor === undefined ? {} : { before: Number(cursor) };
        const { data, problem } = await trail.safe({ pageSize, ...before });
        if (data === undefined) return { problem };
        const last = data.items.length < pageSize ? undefined : data.items.at(-1);
        return {
          data: { items: data.items, nextCursor: last === undefined ? null : String(last.id) },
        };
      },
    }),
    [trail],
  );
  return usePages(listing, {});
}
