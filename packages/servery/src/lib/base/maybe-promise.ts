/** A value that may still be to come. Most requests never wait outside of their handler. */
export type MaybePromise<T> = T | Promise<T>;

/** True for anything that can be awaited. */
export function isPromise<T>(value: MaybePromise<T>): value is Promise<T> {
  // A caller may send a property with the name "then".
  return typeof (value as Partial<Promise<T>> | null | undefined)?.then === "function";
}

/** Goes on with a value: at once when it is there, so that no promise is made for nothing. */
export function andThen<T, R>(
  value: MaybePromise<T>,
  next: (value: T) => MaybePromise<R>,
): MaybePromise<R> {
  return isPromise(value) ? value.then(next) : next(value);
}
