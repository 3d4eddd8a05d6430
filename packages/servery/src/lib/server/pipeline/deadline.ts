import type { Platform } from "../../ports/platform.ts";
import { refuse } from "./refusal.ts";

/** Answers with what comes first: the result, or after `milliseconds` a refusal. `onExpired` is then told. */
export function withDeadline<T>(
  { schedule }: Pick<Platform, "schedule">,
  milliseconds: number,
  running: Promise<T>,
  onExpired: () => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = schedule(milliseconds, () => {
      onExpired();
      reject(refuse("deadline_exceeded"));
    });
    running.then(resolve, reject).finally(cancel);
  });
}
