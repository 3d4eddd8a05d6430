import type { Deadlines } from "../../base/deadlines.ts";
import { refuse } from "../handling/refusal.ts";

/** Answers with what comes first: the result, or after `milliseconds` a refusal. `onExpired` is then told. */
export function withDeadline<T>(
  deadlines: Deadlines,
  milliseconds: number,
  running: Promise<T>,
  onExpired?: () => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const remove = deadlines.add(milliseconds, () => {
      onExpired?.();
      reject(refuse("deadline_exceeded"));
    });
    running.finally(remove).then(resolve, reject);
  });
}
