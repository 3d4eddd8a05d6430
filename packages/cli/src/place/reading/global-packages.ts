import { findProviderOf } from "servery/boundary";

/** What packages are called in pages that load them by a script of theirs. */
const packages: Readonly<Record<string, string>> = {
  supabase: "@supabase/supabase-js",
  firebase: "firebase/compat",
  Stripe: "@stripe/stripe-js",
  algoliasearch: "algoliasearch",
  emailjs: "@emailjs/browser",
  mapboxgl: "mapbox-gl",
  L: "leaflet",
  posthog: "posthog-js",
  mixpanel: "mixpanel-browser",
  Sentry: "@sentry/browser",
  Pusher: "pusher-js",
  Ably: "ably",
  io: "socket.io-client",
  mqtt: "mqtt",
  ky: "ky",
  wretch: "wretch",
  superagent: "superagent",
};

/**
 * The path of a global, with the package that it comes from; `undefined` for one that only happens to be called like a
 * package: `stripe` is what somebody has made.
 */
export function withPackage(path: readonly string[]): readonly string[] | undefined {
  const [name = "", ...rest] = path;
  const known = Object.hasOwn(packages, name) ? packages[name] : undefined;
  if (known !== undefined) return [known, ...rest];
  return findProviderOf(name) === undefined ? path : undefined;
}
