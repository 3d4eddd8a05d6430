import { useQuery } from "servery/react";

import { quantityOf } from "../cart/cart.ts";
import { addToCart, setQuantity, useCart } from "../cart/use-cart.ts";
import { client, type Track } from "../client.ts";
import { announce } from "../ui/announcer.tsx";
import { toDuration } from "../ui/duration.ts";
import { toMoney } from "../ui/money.ts";
import { FailureNotice } from "../ui/notice.tsx";

interface Properties {
  readonly recordId: number;
  readonly region: string;
  /** How many there will be, so that their place can be kept. */
  readonly count: number;
}

/** What is on the record, each to be had as a download. */
export function TrackList({ recordId, region, count }: Properties) {
  const { data, error, refetch } = useQuery(
    client.tracks.list,
    { recordId, region },
    { live: true, keepPrevious: true },
  );
  if (error !== undefined) return <FailureNotice problem={error} retry={refetch} />;
  return (
    <section className="tracks" aria-labelledby="tracks">
      <h2 id="tracks">
        {count === 1 ? "One track" : `${count} tracks`} <small>also as downloads</small>
      </h2>
      <ol>
        {data?.items.map((track, index) => (
          <TrackRow key={track.id} track={track} place={index + 1} />
        )) ??
          Array.from({ length: count }, (_, index) => (
            <li key={index} className="track" aria-hidden="true">
              <span className="bone track-bone" />
            </li>
          ))}
      </ol>
    </section>
  );
}

function TrackRow({ track, place }: { readonly track: Track; readonly place: number }) {
  const { id, name, composer, milliseconds, price } = track;
  const thing = { kind: "track", id } as const;
  const inCart = quantityOf(useCart(), thing) > 0;
  const toggle = () => {
    if (inCart) setQuantity(thing, 0);
    else addToCart(thing);
    announce(`${name} ${inCart ? "taken out of" : "put into"} the cart.`);
  };
  return (
    <li className="track">
      <span className="track-place mono">{String(place).padStart(2, "0")}</span>
      <span className="track-name">
        <span>{name}</span>
        {composer === null ? null : <small>{composer}</small>}
      </span>
      <span className="track-length mono">{toDuration(milliseconds)}</span>
      <span className="track-price price">{toMoney(price.cents, price.currency)}</span>
      <button
        type="button"
        className="button button-small"
        aria-pressed={inCart}
        aria-label={`Download of ${name} in the cart`}
        onClick={toggle}
      >
        {inCart ? "In cart" : "Download"}
      </button>
    </li>
  );
}
