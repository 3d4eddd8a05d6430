/** How a subject is spoken to. */
export interface Style {
  toReadTarget(id: string): string;
  readonly orderTarget: string;
  readonly signOutTarget: string;
  /** An input, as a body carries it. */
  wrap(input: object): object;
  /** A result, out of the body that carried it. */
  unwrap(answer: object): unknown;
}

const asItIs = <Value>(value: Value): Value => value;
const routes: Style = {
  toReadTarget: (id) => `/products/${id}`,
  orderTarget: "/orders",
  signOutTarget: "/sign-out",
  wrap: asItIs,
  unwrap: asItIs,
};

const ofServery: Style = { ...routes, signOutTarget: "/auth/sign-out" };

/** By the name of the subject that needs one of its own. */
const styles: Readonly<Record<string, Style>> = {
  servery: ofServery,
  "servery-uncached": ofServery,
  "servery-earlier": ofServery,
  orpc: {
    toReadTarget: (id) => `/products/get?data=${toText({ json: { id } })}`,
    orderTarget: "/orders/place",
    signOutTarget: "/auth/signOut",
    wrap: (input) => ({ json: input }),
    unwrap: (answer) => (answer as { json: unknown }).json,
  },
  trpc: {
    toReadTarget: (id) => `/products.get?input=${toText({ id })}`,
    orderTarget: "/orders.place",
    signOutTarget: "/auth.signOut",
    wrap: asItIs,
    unwrap: (answer) => (answer as { result: { data: unknown } }).result.data,
  },
};

/** The style of a subject: routes, where it has no protocol of its own. */
export function styleOf(subject: string): Style {
  return styles[subject] ?? routes;
}

function toText(value: object): string {
  return encodeURIComponent(JSON.stringify(value));
}
