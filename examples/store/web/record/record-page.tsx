import { useQuery } from "servery/react";
import { Link } from "wouter";

import { toAddress, noFilters } from "../catalogue/filters.ts";
import { client, type RecordDetail } from "../client.ts";
import { useRegion } from "../region/use-region.ts";
import { Disc } from "../sleeve/disc.tsx";
import { Sleeve } from "../sleeve/sleeve.tsx";
import { toPlayingTime } from "../ui/duration.ts";
import { Freshness } from "../ui/freshness.tsx";
import { FailureNotice, Notice } from "../ui/notice.tsx";
import { usePage } from "../ui/use-page.ts";
import { BuyBox } from "./buy-box.tsx";
import { PriceReasons } from "./price-reasons.tsx";
import { RecordBones } from "./record-bones.tsx";
import { TrackList } from "./track-list.tsx";

export function RecordPage({ id }: { readonly id: number }) {
  const region = useRegion();
  const known = Number.isSafeInteger(id) && id > 0;
  const query = useQuery(
    client.records.get,
    { id: known ? id : 1, region },
    { live: true, keepPrevious: true, enabled: known },
  );
  const { data: record, error, fetching, previous, status, refetch } = query;
  const isUnknown = !known || error?.code === "not_found";
  usePage(isUnknown ? "No such record" : record && `${record.title}, ${record.artist.name}`);
  if (isUnknown) return <UnknownRecord />;
  if (record !== undefined)
    return (
      <>
        <Shown record={record} region={region} busy={fetching} isOfRegion={!previous} />
        <Freshness status={status} what="Prices and stock" />
      </>
    );
  if (error === undefined) return <RecordBones />;
  return (
    <div className="page">
      <FailureNotice problem={error} retry={refetch} />
    </div>
  );
}

interface ShownProperties {
  readonly record: RecordDetail;
  readonly region: string;
  readonly busy: boolean;
  /** False while the region is another than the record was priced for. */
  readonly isOfRegion: boolean;
}

function Shown({ record, region, busy, isOfRegion }: ShownProperties) {
  const { id, title, artist, genre, note, discounts } = record;
  const sleeve = { title, artist: artist.name, genre: genre.name };
  const best = discounts.find((discount) => discount.applied);
  return (
    <article className="page record" aria-busy={busy}>
      <div className="record-top">
        <div className="record-picture">
          <div className="jacket">
            <Disc {...sleeve} />
            <Sleeve {...sleeve} />
            {best === undefined ? null : (
              <span className="sticker" aria-hidden="true">
                −{best.basisPoints / 100}%
              </span>
            )}
          </div>
        </div>
        <div className="record-words">
          <p className="record-genre">
            <Link href={toAddress({ ...noFilters, genre: genre.id })}>{genre.name}</Link>
          </p>
          <h1>{title}</h1>
          <p className="record-artist">
            <Link href={toAddress({ ...noFilters, artist: artist.id })}>{artist.name}</Link>
          </p>
          <BuyBox record={record} subject={isOfRegion ? region : undefined} />
          <PriceReasons record={record} />
          <Facts record={record} />
        </div>
        {note === null ? null : (
          <blockquote className="record-note">
            <p>{note}</p>
            <footer>Heard behind the counter</footer>
          </blockquote>
        )}
      </div>
      <TrackList recordId={id} region={region} count={record.trackCount} />
    </article>
  );
}

function Facts({ record }: { readonly record: RecordDetail }) {
  return (
    <dl className="facts">
      <div>
        <dt>Format</dt>
        <dd>{record.format}</dd>
      </div>
      <div>
        <dt>Tracks</dt>
        <dd>{record.trackCount}</dd>
      </div>
      <div>
        <dt>Plays for</dt>
        <dd>{toPlayingTime(record.milliseconds)}</dd>
      </div>
      <div>
        <dt>Shelf mark</dt>
        <dd className="mono">RO {String(record.id).padStart(3, "0")}</dd>
      </div>
    </dl>
  );
}

function UnknownRecord() {
  return (
    <div className="page">
      <h1 className="page-title">No such record</h1>
      <Notice
        title="We have never had this one."
        action={
          <Link href="/" className="button">
            All records
          </Link>
        }
      >
        The number in the address belongs to no record on our shelves.
      </Notice>
    </div>
  );
}
