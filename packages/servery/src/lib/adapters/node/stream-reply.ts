import type { ServerResponse } from "node:http";

import { createByteQueue } from "../../base/byte-queue.ts";
import type { ReplySink, ReplyStream } from "../../ports/exchange.ts";
import { streamStepBytes } from "../fetch/stream-body.ts";

/**
 * Lets a reply go on, on a response whose headers were written. One step at a time is given to the socket:
 * of all that it is given at once, it tells only when the last byte has left.
 */
export function streamOver(response: ServerResponse, open: ReplyStream): void {
  const queue = createByteQueue(streamStepBytes);
  const step = { bytes: 0, isUnderWay: false };
  let taken = 0;
  let isEnding = false;

  function giveNext(): void {
    const bytes = queue.take();
    step.bytes = bytes?.byteLength ?? 0;
    step.isUnderWay = bytes !== undefined;
    if (bytes !== undefined) response.write(bytes, onTaken);
    else if (isEnding) response.end();
  }

  function onTaken(error?: Error | null): void {
    if (error) return; // It is closed, and told of that.
    taken += step.bytes;
    giveNext();
    if (!step.isUnderWay && !isEnding) listener.drained();
  }

  const isOver = () => isEnding || response.destroyed;
  const sink: ReplySink = {
    write(text) {
      if (isOver()) return;
      queue.add(text);
      if (!step.isUnderWay) giveNext();
    },
    end() {
      if (isOver()) return;
      isEnding = true;
      if (!step.isUnderWay) response.end();
    },
    cut: () => void response.destroy(),
    get buffered() {
      return response.destroyed ? 0 : queue.size + step.bytes;
    },
    get taken() {
      return taken;
    },
  };
  // The caller may go between two writes; `close` tells of it.
  response.on("error", () => {});
  response.once("close", () => {
    queue.clear();
    listener.closed();
  });
  response.flushHeaders();
  // Used above when something happens, which is never before this.
  const listener = open(sink);
}
