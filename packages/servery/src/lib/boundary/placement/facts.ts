/** What can be seen of a network call in front-end code, each with what it says to a reader. */
export const factTexts = {
  "own-service": "it goes to the app's own service",
  "other-service": "it goes to somebody else's service",
  "unknown-target": "where it goes is decided when it runs",
  database: "it goes to a database",
  "secret-key": "it carries a key that is secret by its form or its name",
  key: "it carries a key that is built into the page",
  "publishable-key": "it carries a key that is made to be public",
  "user-token": "it carries a token that scripts can read",
  "secret-service": "the keys of this service are secret, all of them",
  "browser-service": "this service is made to be called by browsers",
  "no-cors": "this service answers no browsers",
  "foreign-proxy": "it goes through somebody else's proxy",
  "sensitive-data": "it sends what is sensitive",
  "business-value": "it sends a price, a discount, a stock or a right that the page has worked out",
  "several-sources": "its answer is put together with that of another service",
  "sends-message": "it sends mails or messages to people",
  "public-data": "it reads what anybody may read, without a key",
  writes: "it changes something",
  measures: "it measures how the page is used",
  "browser-interface": "it needs what only a browser has",
  "latency-bound": "it is asked while somebody types or waits",
  offline: "it fills what the page uses without a network",
} as const;

/** Something that is seen of a call. */
export type Fact = keyof typeof factTexts;

/** A fact, and what shows it: the name of a header, a field, a host or a package. Never a value. */
export interface Observed {
  readonly fact: Fact;
  readonly by: string;
}
