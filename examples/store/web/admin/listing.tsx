import type { ReactNode } from "react";

import type { WatchStatus } from "servery/client";

import { Freshness } from "../ui/freshness.tsx";
import { Loading } from "../ui/loading.tsx";
import { FailureNotice, Notice } from "../ui/notice.tsx";
import { MorePages, type Pages } from "../ui/use-pages.tsx";

interface Properties<Item> {
  readonly pages: Pages<Item> & { readonly status?: WatchStatus };
  /** What is said where there is nothing. */
  readonly empty: string;
  readonly more: string;
  readonly children: (items: readonly Item[]) => ReactNode;
}

/** A list in each of its states: on its way, failed, empty, there. */
export function Listing<Item>({ pages, empty, more, children }: Properties<Item>) {
  const { items, problem, fetching, status, refetch } = pages;
  if (problem !== undefined) return <FailureNotice problem={problem} retry={refetch} />;
  if (items === undefined) return <Loading label="Fetching the list…" rows={6} />;
  return (
    <div aria-busy={fetching}>
      {items.length === 0 ? (
        <Notice title={empty} />
      ) : (
        <div className="fades">{children(items)}</div>
      )}
      <MorePages pages={pages} words={more} />
      <Freshness status={status} what="The list" />
    </div>
  );
}
