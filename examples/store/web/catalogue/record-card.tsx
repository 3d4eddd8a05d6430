import { Link } from "wouter";

import type { RecordSummary } from "../client.ts";
import { Disc } from "../sleeve/disc.tsx";
import { Sleeve } from "../sleeve/sleeve.tsx";
import { News } from "../ui/news.tsx";
import { toMoney } from "../ui/money.ts";
import { PriceTag } from "../ui/price-tag.tsx";

interface Properties {
  readonly record: RecordSummary;
  /** For where it is priced: what changes while that stays has changed by itself. */
  readonly subject: string | undefined;
}

/** A record in the rack. */
export function RecordCard({ record, subject }: Properties) {
  const { id, title, artist, genre, format, availability, price } = record;
  const sleeve = { title, artist: artist.name, genre: genre.name };
  const off = Math.round((1 - price.cents / price.listCents) * 100);
  return (
    <li className="card" data-state={availability.state}>
      <div className="jacket">
        <Disc {...sleeve} />
        <Sleeve {...sleeve} />
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
        <News subject={subject} value={toMoney(price.cents, price.currency)}>
          <PriceTag price={price} />
        </News>
        <News subject={subject} value={stockWords(availability) ?? ""}>
          <Stock availability={availability} format={format} />
        </News>
      </p>
    </li>
  );
}

interface StockProperties {
  readonly availability: RecordSummary["availability"];
  readonly format: string;
}

/** What is worth saying of its stock; else what it is. */
function Stock({ availability, format }: StockProperties) {
  const words = stockWords(availability);
  if (words === undefined) return <span className="card-format">{format}</span>;
  const isOut = availability.state === "out_of_stock";
  return <span className={isOut ? "card-out" : "card-low"}>{words}</span>;
}

function stockWords({ state, available }: RecordSummary["availability"]): string | undefined {
  if (state === "out_of_stock") return "Sold out";
  if (state === "in_stock") return undefined;
  return available === 1 ? "Last copy" : `${available} left`;
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
