import type { ReactNode } from "react";

import { Loading } from "../ui/loading.tsx";
import { FailureNotice, Notice } from "../ui/notice.tsx";
import { MorePages, type Pages } from "../ui/use-pages.tsx";

interface Properties<Item> {
  readonly pages: Pages<Item>;
  /** What is said where there is nothing. */
  readonly empty: string;
  readonly more: string;
  readonly children: (items: readonly Item[]) => ReactNode;
}

/** A list in each of its states: on its way, failed, empty, there. */
export function Listing<Item>({ pages, empty, more, children }: Properties<Item>) {
  const { items, problem, fetching, refetch } = pages;
  if (problem !== undefined) return <FailureNotice problem={problem} retry={refetch} />;
  if (items === undefined) return <Loading label="Fetching the list…" rows={6} />;
  if (items.length === 0) return <Notice title={empty} />;
  return (
    <div aria-busy={fetching}>
      <div className="fades">{children(items)}</div>
      <MorePages pages={pages} words={more} />
    </div>
  );
}
