import { useEffect, useState } from "react";
import type { WatchStatus } from "servery/client";

interface Properties {
  /** How what is shown stands; `undefined` where it is not live. */
  readonly status: WatchStatus | undefined;
  /** What may be old: "Prices and stock". */
  readonly what: string;
}

/** How long a connection may be gone before it is worth a word, in milliseconds. */
const patience = 1_000;

/**
 * Says that what is shown may be old, as long as that is so, and nothing while it is live. It lies over the page,
 * so that nothing moves.
 */
export function Freshness({ status, what }: Properties) {
  const isUnsure = status !== undefined && status !== "live";
  const [isWorthAWord, setWorthAWord] = useState(false);
  useEffect(() => {
    if (!isUnsure) return undefined;
    const timer = setTimeout(() => setWorthAWord(true), patience);
    return () => {
      clearTimeout(timer);
      setWorthAWord(false);
    };
  }, [isUnsure]);
  const why = status === "offline" ? "You are offline." : "Reconnecting.";
  return (
    <div className="freshness" role="status">
      {isUnsure && isWorthAWord ? (
        <p>
          <strong>{why}</strong> {what} may be out of date.
        </p>
      ) : null}
    </div>
  );
}
