import { Link, useLocation, useSearch } from "wouter";

import type { RecordPage } from "../client.ts";
import { useRegion } from "../region/use-region.ts";
import { Freshness } from "../ui/freshness.tsx";
import { FailureNotice, Notice } from "../ui/notice.tsx";
import { usePage } from "../ui/use-page.ts";
import type { LiveListing } from "../ui/use-live-pages.ts";
import { FilterBar } from "./filter-bar.tsx";
import { type Filters, isFiltered, noFilters, parseFilters, toAddress } from "./filters.ts";
import { Hero } from "./hero.tsx";
import { CardBone, RecordCard } from "./record-card.tsx";
import { useRecordPages } from "./use-record-pages.ts";

export function CataloguePage() {
  usePage("");
  const filters = parseFilters(useSearch());
  const [, navigate] = useLocation();
  const region = useRegion();
  const pages = useRecordPages(region, filters);
  const change = (next: Partial<Filters>) =>
    navigate(toAddress({ ...filters, ...next }), { replace: true });
  return (
    <>
      <Hero />
      <div className="page catalogue">
        <FilterBar filters={filters} onChange={change} />
        <Results pages={pages} filters={filters} region={region} />
      </div>
    </>
  );
}

interface ResultsProperties {
  readonly pages: LiveListing<RecordPage>;
  readonly filters: Filters;
  readonly region: string;
}

function Results({ pages, filters, region }: ResultsProperties) {
  const { items, first, previous, hasMore, fetching, problem, status, more, refetch } = pages;
  if (problem !== undefined && items === undefined)
    return <FailureNotice problem={problem} retry={refetch} />;
  const total = first?.total ?? 0;
  return (
    <section aria-labelledby="results" aria-busy={fetching}>
      <h2 id="results" className="results-count" role="status">
        {items === undefined ? "Looking through the racks…" : countWords(total, filters)}
      </h2>
      {items?.length === 0 ? (
        <NothingFound />
      ) : (
        <ul className="grid fades">
          {items?.map((record) => (
            <RecordCard key={record.id} record={record} subject={previous ? undefined : region} />
          )) ?? Array.from({ length: 24 }, (_, index) => <CardBone key={index} />)}
        </ul>
      )}
      {problem === undefined ? null : <FailureNotice problem={problem} retry={refetch} />}
      <p className="more">
        {hasMore ? (
          <button type="button" className="button" onClick={more} aria-disabled={fetching}>
            {fetching ? "Fetching…" : "Show more records"}
          </button>
        ) : null}
        {items === undefined || total === 0 ? null : (
          <span className="more-count">
            {items.length} of {total}
          </span>
        )}
      </p>
      {items === undefined ? null : <Freshness status={status} what="Prices and stock" />}
    </section>
  );
}

function NothingFound() {
  return (
    <Notice
      title="Nothing in the racks answers to that"
      action={
        <Link href={toAddress(noFilters)} className="button">
          Show all records
        </Link>
      }
    >
      Try fewer words, another genre, or let us show you what is sold out too.
    </Notice>
  );
}

function countWords(total: number, filters: Filters): string {
  const records = total === 1 ? "1 record" : `${total} records`;
  return isFiltered(filters) ? `${records} found` : `${records} in the racks`;
}
