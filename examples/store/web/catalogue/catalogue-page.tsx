import { Link, useLocation, useSearch } from "wouter";

import { useRegion } from "../region/use-region.ts";
import { FailureNotice, Notice } from "../ui/notice.tsx";
import { usePage } from "../ui/use-page.ts";
import { FilterBar } from "./filter-bar.tsx";
import { type Filters, isFiltered, noFilters, parseFilters, toAddress } from "./filters.ts";
import { Hero } from "./hero.tsx";
import { CardBone, RecordCard } from "./record-card.tsx";
import { type RecordPages, useRecordPages } from "./use-record-pages.ts";

export function CataloguePage() {
  usePage("");
  const filters = parseFilters(useSearch());
  const [, navigate] = useLocation();
  const pages = useRecordPages(useRegion(), filters);
  const change = (next: Partial<Filters>) =>
    navigate(toAddress({ ...filters, ...next }), { replace: true });
  return (
    <>
      <Hero />
      <div className="page catalogue">
        <FilterBar filters={filters} onChange={change} />
        <Results pages={pages} filters={filters} />
      </div>
    </>
  );
}

function Results({ pages, filters }: { readonly pages: RecordPages; readonly filters: Filters }) {
  const { items, total, hasMore, pending, problem, loadMore, retry } = pages;
  if (problem !== undefined && items === undefined)
    return <FailureNotice problem={problem} retry={retry} />;
  return (
    <section aria-labelledby="results" aria-busy={pending}>
      <h2 id="results" className="results-count" role="status">
        {items === undefined ? "Looking through the racks…" : countWords(total, filters)}
      </h2>
      {items?.length === 0 ? (
        <NothingFound />
      ) : (
        <ul className="grid fades">
          {items?.map((record) => <RecordCard key={record.id} record={record} />) ??
            Array.from({ length: 24 }, (_, index) => <CardBone key={index} />)}
        </ul>
      )}
      {problem === undefined ? null : <FailureNotice problem={problem} retry={retry} />}
      <p className="more">
        {hasMore ? (
          <button type="button" className="button" onClick={loadMore} aria-disabled={pending}>
            {pending ? "Fetching…" : "Show more records"}
          </button>
        ) : null}
        {items === undefined || total === 0 ? null : (
          <span className="more-count">
            {items.length} of {total}
          </span>
        )}
      </p>
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
