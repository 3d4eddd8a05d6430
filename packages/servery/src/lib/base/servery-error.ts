const brand = Symbol.for("servery.error");

/**
 * The one base of every error that Servery throws. `code` is stable and meant for programs;
 * `message` says what happened, what was expected and what to do next.
 */
export class ServeryError extends Error {
  readonly code: string;
  readonly [brand] = true;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ServeryError";
    this.code = code;
  }
}

/** Recognises a {@link ServeryError} from any copy of the package, so not by `instanceof`. */
export function isServeryError(value: unknown): value is ServeryError {
  return typeof value === "object" && value !== null && brand in value;
}
