import { Link } from "wouter";

import type { RecordSummary } from "../client.ts";
import { Disc } from "../sleeve/disc.tsx";
import { Sleeve } from "../sleeve/sleeve.tsx";
import { PriceTag } from "../ui/price-tag.tsx";

/** A record in the rack. */
export function RecordCard({ record }: { readonly record: RecordSummary }) {
  const { id, title, artist, genre, format, availability, price } = record;
  const subject = { title, artist: artist.name, genre: genre.name };
  const off = Math.round((1 - price.cents / price.listCents) * 100);
  return (
    <li className="card" data-state={availability.state}>
      <div className="jacket">
        <Disc {...subject} />
        <Sleeve {...subject} />
        {off > 0 ? (
          <span className="sticker" aria-hidden="true">
            −{off}%
          </span>
        ) : null}
      </div>
      <div className="card-words">
        <h3 className="card-title">
          <Link href={`/records/${id}`} className="card-link">
            {title}
          </Link>
        </h3>
        <p className="card-artist">{artist.name}</p>
      </div>
      <p className="card-foot">
        <PriceTag price={price} />
        <Stock state={availability.state} available={availability.available} format={format} />
      </p>
    </li>
  );
}

function Stock({
  state,
  available,
  format,
}: {
  readonly state: string;
  readonly available: number;
  readonly format: string;
}) {
  if (state === "out_of_stock") return <span className="card-out">Sold out</span>;
  if (state === "low_stock")
    return <span className="card-low">{available === 1 ? "Last copy" : `${available} left`}</span>;
  return <span className="card-format">{format}</span>;
}

/** The place of a card that is still on its way. */
export function CardBone() {
  return (
    <li className="card" aria-hidden="true">
      <div className="jacket">
        <span className="bone sleeve" />
      </div>
      <div className="card-words">
        <span className="bone line-bone" />
        <span className="bone line-bone short-bone" />
      </div>
      <p className="card-foot">
        <span className="bone line-bone short-bone" />
      </p>
    </li>
  );
}
