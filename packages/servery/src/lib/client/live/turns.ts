/**
 * Waits some turns of the queue of microtasks: what is begun in the same tick, but takes a turn or two, has
 * happened by then. Not a timer, which pages that nobody looks at have to wait for.
 */
export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await undefined;
}
