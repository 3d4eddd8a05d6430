import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { createSharedSignal } from "./shared-signal.ts";

test("a run is ended once all who wait for it have gone, for the last one's reason", () => {
  const [first, second] = [new AbortController(), new AbortController()];
  const shared = createSharedSignal(first.signal);
  shared.join(second.signal);
  shared.join(second.signal);
  first.abort("first");
  expect(shared.signal.aborted).toBe(false);
  second.abort("second");
  expect(shared.signal.reason).toBe("second");
});

test("who has gone already is not waited for", () => {
  const shared = createSharedSignal(AbortSignal.abort("gone"));
  expect(shared.signal.reason).toBe("gone");
  const [first, second] = [new AbortController(), createSharedSignal(new AbortController().signal)];
  second.join(AbortSignal.abort());
  expect(second.signal.aborted).toBe(false);
  first.abort();
});

test("a run that has ended leaves nothing on its callers", () => {
  const [first, second] = [new AbortController(), new AbortController()];
  const shared = createSharedSignal(first.signal);
  shared.join(second.signal);
  shared.close();
  for (const { signal } of [first, second]) expect(getEventListeners(signal, "abort")).toEqual([]);
  first.abort();
  second.abort();
  expect(shared.signal.aborted).toBe(false);
});
