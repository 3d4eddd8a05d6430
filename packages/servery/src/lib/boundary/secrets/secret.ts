import { ServeryError } from "../../base/servery-error.ts";

/**
 * A value that belongs on the server. It shows its name only: to serialise it, to write it into a text, to compare or to
 * copy it throws `secret_exposed`.
 */
export interface Secret<Value extends string | undefined = string> {
  /** Of its variable in the environment. */
  readonly name: string;
  /**
   * The value, as a text like any other: hand it to who needs it, and keep it nowhere.
   * @throws ServeryError `secret_closed` unless a service that declares it is open.
   */
  reveal(): Value;
}

/** What may be said of a secret. */
export interface SecretOptions {
  /** Lets a service start without it. Default `false`. */
  readonly optional?: boolean;
}

/**
 * Declares a secret by the name of its variable in the environment. Give it to `createService` in `secrets`: its value is
 * read when the service starts, and from then on looked for in all that leaves.
 *
 * ```ts
 * const stripeKey = secret("STRIPE_SECRET_KEY");
 * const stripe = () => new Stripe(stripeKey.reveal());
 * ```
 * @throws ServeryError `invalid_secret_name` for what cannot be the name of a variable.
 */
export function secret(
  name: string,
  options?: SecretOptions & { readonly optional?: false },
): Secret;
export function secret(name: string, options: SecretOptions): Secret<string | undefined>;
export function secret(name: string, { optional = false }: SecretOptions = {}): Secret {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    throw new ServeryError(
      "invalid_secret_name",
      "secret() takes the name of a variable of the environment, such as STRIPE_SECRET_KEY: letters, digits and underscores, and no digit first.",
    );
  return new HiddenSecret(name, optional) as Secret<string | undefined> as Secret;
}

const brand = Symbol.for("servery.secret");

/** Recognises a {@link Secret} of any copy of the package. */
export function isSecret(value: unknown): value is Secret<string | undefined> {
  return typeof value === "object" && value !== null && brand in value;
}

/** A value while services are open that declare it. */
interface Holding {
  readonly value: string | undefined;
  services: number;
}

/** Apart from the secrets, so that nothing that looks into one can find its value. */
const holdings = new WeakMap<object, Holding>();

/** A class for what languages call when a value is made into something else; it has no state but its name. */
class HiddenSecret implements Secret<string | undefined> {
  readonly name: string;
  readonly isOptional: boolean;
  readonly [brand] = true;

  constructor(name: string, isOptional: boolean) {
    this.name = name;
    this.isOptional = isOptional;
    // Whatever copies its members, as `structuredClone` and `{ ...key }` do, reads this one too.
    Object.defineProperty(this, "value", { enumerable: true, get: () => refuse(this) });
    Object.freeze(this);
  }

  reveal(): string | undefined {
    const holding = holdings.get(this);
    if (holding !== undefined) return holding.value;
    throw new ServeryError(
      "secret_closed",
      `The secret ${this.name} has no value here. Declare it, createService(…, { secrets: [secret("${this.name}")] }), and reveal it while that service is open: in a handler, not while a module is loaded.`,
    );
  }

  toJSON(): never {
    return refuse(this);
  }

  toString(): never {
    return refuse(this);
  }

  toLocaleString(): never {
    return refuse(this);
  }

  valueOf(): never {
    return refuse(this);
  }

  [Symbol.toPrimitive](): never {
    return refuse(this);
  }

  /** What a console shows: https://nodejs.org/api/util.html#custom-inspection-functions-on-objects */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return toLabel(this);
  }
}

function refuse({ name }: Pick<Secret, "name">): never {
  throw new ServeryError(
    "secret_exposed",
    `The secret ${name} was about to be serialised, copied or written into a text. Where its value is really meant, say so: .reveal()`,
  );
}

/** What is a text already, or a secret's value. For who needs it at once, and keeps it nowhere. */
export function revealText(given: string | Secret): string {
  return typeof given === "string" ? given : given.reveal();
}

/** How a secret is shown. */
export function toLabel({ name }: Pick<Secret, "name">): string {
  return `Secret(${name})`;
}

/** Whether a service may start without it. */
export function isOptionalSecret(given: Secret<string | undefined>): boolean {
  return "isOptional" in given && given.isOptional === true;
}

/**
 * Gives a secret its value, until the returned function is called; `undefined`, and nothing, where another service holds it
 * with another value.
 */
export function holdSecret(
  given: Secret<string | undefined>,
  value: string | undefined,
): (() => void) | undefined {
  const holding = holdings.get(given) ?? { value, services: 0 };
  if (holding.value !== value) return undefined;
  holding.services++;
  holdings.set(given, holding);
  return () => {
    if (--holding.services === 0) holdings.delete(given);
  };
}
