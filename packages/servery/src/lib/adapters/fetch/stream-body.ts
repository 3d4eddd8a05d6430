import { createByteQueue } from "../../base/byte-queue.ts";
import type { ReplySink, ReplyStream, StreamListener } from "../../ports/exchange.ts";

/** The most bytes that a reply which goes on gives out at once. */
export const streamStepBytes = 16_384;

/** Where nobody reads. */
const nowhere: ReplySink = { write() {}, end() {}, cut() {}, buffered: 0, taken: 0 };

/** Begins and ends a reply that goes on, where nobody reads. */
export function streamNowhere(open: ReplyStream): void {
  open(nowhere).closed();
}

/**
 * Makes the body of a reply that goes on. Bytes count as taken when they are read. Its caller has gone when the
 * body is cancelled or the request is aborted: runtimes do the one or the other.
 */
export function toStreamBody(open: ReplyStream, signal: AbortSignal): ReadableStream<Uint8Array> {
  const queue = createByteQueue(streamStepBytes);
  let state: "open" | "ending" | "over" = "open";
  let isAwaited = false;
  let taken = 0;
  let listener: StreamListener | undefined;
  let abort: (reason: unknown) => void = () => {};

  function finish(leave: () => void): void {
    if (state === "over") return;
    state = "over";
    queue.clear();
    signal.removeEventListener("abort", onAbort);
    leave();
    // Never while the writer writes.
    queueMicrotask(() => listener?.closed());
  }

  const onAbort = () => finish(() => abort(signal.reason));

  function tellDrained(): void {
    if (state === "open" && queue.size === 0) listener?.drained();
  }

  function give(controller: ReadableStreamDefaultController<Uint8Array>): void {
    const bytes = isAwaited ? queue.take() : undefined;
    if (bytes !== undefined) {
      isAwaited = false;
      taken += bytes.byteLength;
      controller.enqueue(bytes);
    }
    if (queue.size > 0) return;
    if (state === "ending") finish(() => controller.close());
    else if (bytes !== undefined) queueMicrotask(tellDrained);
  }

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        abort = (reason) => controller.error(reason);
        signal.addEventListener("abort", onAbort);
        listener = open({
          write(text) {
            if (state !== "open") return;
            queue.add(text);
            give(controller);
          },
          end() {
            if (state !== "open") return;
            state = "ending";
            give(controller);
          },
          cut: () => finish(() => abort(new DOMException(broken, "AbortError"))),
          get buffered() {
            return queue.size;
          },
          get taken() {
            return taken;
          },
        });
      },
      pull(controller) {
        isAwaited = true;
        give(controller);
      },
      cancel: () => finish(() => {}),
    },
    // Nothing is taken before it is read.
    { highWaterMark: 0 },
  );
}

const broken = "The service has broken off the answer.";
