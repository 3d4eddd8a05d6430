import { useSyncExternalStore } from "react";

import { createStored } from "../ui/stored.ts";

const fallback = "de";

/** What the browser's languages say of the country, until somebody chooses: `pt-BR` is `br`. */
function guessRegion(languages: readonly string[], known: readonly string[]): string {
  const countries = languages.map((language) => language.split("-").at(-1)?.toLowerCase() ?? "");
  return countries.find((country) => known.includes(country)) ?? fallback;
}

// That the service delivers there, the service says; here only what is worth a guess.
const worthGuessing = ["de", "fr", "pt", "gb", "no", "us", "ca", "br", "in", "au"];

const stored = createStored(
  "runout.region",
  (text) =>
    text !== null && /^[a-z]{2}$/.test(text)
      ? text
      : guessRegion(navigator.languages, worthGuessing),
  (code) => code,
);

/** The destination that prices are shown for. */
export function useRegion(): string {
  return useSyncExternalStore(stored.subscribe, stored.get);
}

export const chooseRegion = (code: string): void => stored.set(code);
