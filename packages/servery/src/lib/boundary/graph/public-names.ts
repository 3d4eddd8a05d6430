/** What bundlers and frameworks tell browsers, by their names' starts. */
export const publicPrefixes: readonly string[] = [
  "VITE_",
  "PUBLIC_",
  "NEXT_PUBLIC_",
  "NUXT_PUBLIC_",
  "NUXT_ENV_",
  "REACT_APP_",
  "EXPO_PUBLIC_",
  "GATSBY_",
  "VUE_APP_",
  "STORYBOOK_",
];

/** What says how code was built or is run, and is known to nobody's harm. */
const harmless = new Set(
  "NODE_ENV BABEL_ENV MODE DEV PROD SSR BASE_URL LEGACY CI VITEST JEST_WORKER_ID VITEST_WORKER_ID DEBUG NODE_DEBUG TZ LANG".split(
    " ",
  ),
);

/**
 * True for a variable of the environment that browsers may know: by its prefix, or because every build knows it.
 * @param prefixes those of the app's bundler
 */
export function isPublicName(name: string, prefixes: readonly string[] = publicPrefixes): boolean {
  return harmless.has(name) || prefixes.some((prefix) => name.startsWith(prefix));
}
