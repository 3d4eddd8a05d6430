import { Link } from "wouter";

import { mostCopies } from "../../contract/bounds.ts";
import type { Quote } from "../client.ts";
import { Sleeve } from "../sleeve/sleeve.tsx";
import { announce } from "../ui/announcer.tsx";
import { toMoney } from "../ui/money.ts";
import { News } from "../ui/news.tsx";
import { Stepper } from "../ui/stepper.tsx";
import { setQuantity } from "./use-cart.ts";

interface Properties {
  readonly line: Quote["lines"][number];
  /** As the cart has it now, which the quote may not know yet. */
  readonly quantity: number;
  readonly currency: string;
  /** What the quote is of, as soon as it is. */
  readonly subject: string | undefined;
}

/** A line of the cart. */
export function CartLineRow({ line, quantity, currency, subject }: Properties) {
  const {
    kind,
    id,
    recordId,
    recordTitle,
    title,
    artist,
    genre,
    unitCents,
    unitListCents,
    available,
  } = line;
  const set = (copies: number) => {
    setQuantity({ kind, id }, copies);
    announce(copies === 0 ? `${title} taken out of the cart.` : `${copies} of ${title}.`);
  };
  return (
    <li className="line">
      <div className="line-picture">
        <Sleeve title={recordTitle} artist={artist} genre={genre} />
      </div>
      <div className="line-words">
        <h2 className="line-title">
          <Link href={`/records/${recordId}`}>{title}</Link>
        </h2>
        <p className="line-about">
          {kind === "track" ? `Download from ${recordTitle}, ${artist}` : artist}
        </p>
        <p className="line-about">
          <News subject={subject} value={String(unitCents)}>
            {toMoney(unitCents, currency)}
          </News>
          {kind === "record" ? " each" : null}
          {unitListCents > unitCents ? (
            <>
              {", instead of "}
              <s>{toMoney(unitListCents, currency)}</s>
            </>
          ) : null}
        </p>
        {available < quantity ? <ShortStock available={available} onTake={set} /> : null}
      </div>
      <div className="line-amount">
        {kind === "record" ? (
          <Stepper
            label={`Copies of ${title}`}
            value={quantity}
            least={1}
            most={Math.max(1, Math.min(available, mostCopies))}
            onChange={set}
          />
        ) : (
          <span className="line-once">1 download</span>
        )}
        <button type="button" className="link-button" onClick={() => set(0)}>
          Remove<span className="visually-hidden"> {title}</span>
        </button>
      </div>
      <p className="line-total price fades">{toMoney(unitCents * quantity, currency)}</p>
    </li>
  );
}

interface ShortProperties {
  readonly available: number;
  readonly onTake: (copies: number) => void;
}

/** Fewer than wanted: says how many, and offers them. */
export function ShortStock({ available, onTake }: ShortProperties) {
  return (
    <p className="short">
      {available === 0
        ? "Sold out meanwhile."
        : available === 1
          ? "Only one copy is left."
          : `Only ${available} copies are left.`}{" "}
      <button type="button" className="button button-small" onClick={() => onTake(available)}>
        {available === 0 ? "Remove it" : `Take ${available}`}
      </button>
    </p>
  );
}

/** The place of a line that is still on its way. */
export function CartLineBone() {
  return (
    <li className="line" aria-hidden="true">
      <div className="line-picture">
        <span className="bone sleeve" />
      </div>
      <div className="line-words">
        <span className="bone line-bone" />
        <span className="bone line-bone short-bone" />
        <span className="bone line-bone short-bone" />
      </div>
    </li>
  );
}
