import { type ReactNode, useEffect, useRef, useState } from "react";

import { announce } from "./announcer.tsx";

/**
 * Counts how often a value has changed by itself. What somebody has asked for anew (another country, another
 * cart) is of another `subject`, and no news; while that is on its way, the subject is `undefined`.
 */
function useNews(subject: string | undefined, value: string): number {
  const [seen, setSeen] = useState({ subject, value, times: 0 });
  if (subject === undefined || (subject === seen.subject && value === seen.value))
    return seen.times;
  const next = { subject, value, times: subject === seen.subject ? seen.times + 1 : 0 };
  setSeen(next);
  return next.times;
}

interface Properties {
  readonly subject: string | undefined;
  /** What is looked at for a change. */
  readonly value: string;
  readonly children: ReactNode;
}

/** Marks what it holds for a moment when it has changed by itself. */
export function News({ subject, value, children }: Properties) {
  const times = useNews(subject, value);
  return (
    <span key={times} className={times > 0 ? "news" : undefined}>
      {children}
    </span>
  );
}

/** Tells those who hear the page what has changed by itself: for what they are about to buy, not for all of it. */
export function useSpokenNews(subject: string | undefined, words: string): void {
  const times = useNews(subject, words);
  const told = useRef(times);
  useEffect(() => {
    if (times > told.current) announce(words);
    told.current = times;
  }, [times, words]);
}
