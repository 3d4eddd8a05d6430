/** Calls a listener, whose bug is not that of who tells: it is thrown where nobody waits. */
export function tellSafely(tell: () => void): void {
  try {
    tell();
  } catch (bug) {
    queueMicrotask(() => {
      throw bug;
    });
  }
}
