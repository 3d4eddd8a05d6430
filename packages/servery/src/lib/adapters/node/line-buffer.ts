/** What lines are gathered for: pino's own destination. */
export interface FlushableStream {
  write(text: string): unknown;
  flushSync(): void;
}

/** How long a line may wait for others, in milliseconds. */
const gatherMs = 5;

/**
 * Gathers the lines of a few milliseconds into one write: each would else be a system call, and would
 * wake the thread that makes it, which costs more than the line. What waits when the process ends is written then.
 */
export function bufferLines(stream: FlushableStream): { write(line: string): void } {
  let lines = "";
  const flush = () => {
    const text = lines;
    lines = "";
    if (text !== "") stream.write(text);
  };
  process.once("exit", () => {
    flush();
    stream.flushSync();
  });
  return {
    write(line) {
      if (lines === "") setTimeout(flush, gatherMs).unref();
      lines += line;
    },
  };
}
