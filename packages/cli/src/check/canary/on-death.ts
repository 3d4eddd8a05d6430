const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Cleans up when this process ends before its work does: by a signal, by `process.exit`, or by an error that nobody has caught.
 * @param clean must not wait for anything
 * @returns what forgets it
 */
export function onDeath(clean: () => void): () => void {
  const end = (signal: NodeJS.Signals): void => {
    forget();
    clean();
    // As it would have ended without this.
    process.kill(process.pid, signal);
  };
  const forget = (): void => {
    process.off("exit", clean);
    for (const signal of signals) process.off(signal, end);
  };
  process.once("exit", clean);
  for (const signal of signals) process.once(signal, end);
  return forget;
}
