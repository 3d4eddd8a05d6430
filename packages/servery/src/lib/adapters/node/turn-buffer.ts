/** What lines are gathered for: pino's own destination. */
export interface FlushableStream {
  write(text: string): unknown;
  flushSync(): void;
}

/**
 * Gathers the lines of one turn of the event loop into one write: under load each would else be a
 * system call. The lines of the last turn are written when the process ends.
 */
export function bufferPerTurn(stream: FlushableStream): { write(line: string): void } {
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
      if (lines === "") setImmediate(flush);
      lines += line;
    },
  };
}
