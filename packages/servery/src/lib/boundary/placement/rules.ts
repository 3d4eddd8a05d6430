import type { Fact } from "./facts.ts";

/** Where a call should live. An error must not reach a browser at all. */
export type Verdict = "error" | "back-end" | "cannot tell" | "hybrid" | "front-end";

/** The verdicts, strongest first: where several rules hold, the first of these counts. */
export const verdicts: readonly Verdict[] = [
  "error",
  "back-end",
  "cannot tell",
  "hybrid",
  "front-end",
];

/** Says where calls of a kind should live, why, and what to do about one that lives elsewhere. */
export interface PlacementRule {
  readonly id: string;
  /** It holds for calls of which all of these are seen, */
  readonly when: readonly Fact[];
  /** and none of these. */
  readonly unless?: readonly Fact[];
  readonly verdict: Verdict;
  readonly reason: string;
  readonly fix: string;
}

const keys = ["key", "secret-key"] as const;

/** All that the advisor knows of where a call should live. `docs/where-should-this-call-live.md` shows the same table. */
export const placementRules: readonly PlacementRule[] = [
  {
    id: "database-key",
    when: ["database", "secret-key"],
    verdict: "error",
    reason: "Whoever opens the page has the database's own key, which no row policy stops.",
    fix: "Replace the key today. Let the service alone talk to the database, and declare a query or a mutation for this.",
  },
  {
    id: "database",
    when: ["database"],
    unless: ["secret-key"],
    verdict: "error",
    reason:
      "The browser talks to a database: whoever opens the page can send it any statement, and row policies are all that stands between.",
    fix: "Declare a query or a mutation for this, with its access; the service runs it, and its row policies hold as a second line.",
  },
  {
    id: "secret-key",
    when: ["secret-key"],
    unless: ["database"],
    verdict: "error",
    reason: "The page holds a secret key: whoever opens it can use the key for anything.",
    fix: 'Replace the key today. Declare an action, and call the other service in its handler with a secret("NAME").',
  },
  {
    id: "service-key",
    when: ["secret-service", "key"],
    unless: ["secret-key", "database"],
    verdict: "error",
    reason:
      "This service has only secret keys, and this one is built into the page: whoever opens it can spend with it.",
    fix: 'Replace the key today. Declare an action, and call the other service in its handler with a secret("NAME").',
  },
  {
    id: "api-key",
    when: ["key"],
    unless: ["secret-service", "secret-key", "database"],
    verdict: "back-end",
    reason: "The key is built into the page, where anybody can read and use it.",
    fix: "Declare a query or an action and keep the key on the server. If it is made to be public and bound to your address, say so in its name: PUBLISHABLE or PUBLIC.",
  },
  {
    id: "secret-service",
    when: ["secret-service"],
    unless: [...keys, "publishable-key", "database"],
    verdict: "back-end",
    reason:
      "This service is called with a secret key, which a browser must be given before it can call.",
    fix: "Declare an action for what is wanted, and call the other service in its handler.",
  },
  {
    id: "sensitive-data",
    when: ["sensitive-data"],
    unless: ["own-service", "browser-service", "unknown-target", "database"],
    verdict: "back-end",
    reason:
      "What is sensitive leaves for somebody else, and nobody checks, minimises or writes down what.",
    fix: "Send it to your own service, which passes on what is needed and keeps an audit trail; for cards use the payment provider's own fields.",
  },
  {
    id: "business-rule",
    when: ["business-value"],
    verdict: "back-end",
    reason:
      "What the page works out, whoever holds the page can change: a price, a discount, a stock or a right is decided where it cannot be.",
    fix: "Send what was chosen and how many; work out the value in the handler, from the tables. To agree on a price, send the one that the service has quoted, and compare.",
  },
  {
    id: "several-sources",
    when: ["several-sources"],
    unless: ["own-service"],
    verdict: "back-end",
    reason:
      "Several services are asked for one result: each page waits for the slowest, and half a result has to be dealt with everywhere.",
    fix: "Declare one query over a table that an action fills, or an action that asks them all near to each other.",
  },
  {
    id: "no-cors",
    when: ["no-cors"],
    unless: [...keys, "database"],
    verdict: "back-end",
    reason: "This service allows no pages to read its answers (CORS): browsers refuse the call.",
    fix: "Declare an action, and call the other service in its handler. A public proxy for CORS sees everything that passes.",
  },
  {
    id: "foreign-proxy",
    when: ["foreign-proxy"],
    verdict: "back-end",
    reason: "Somebody else's proxy sees all that passes, keys and answers, and can change it.",
    fix: "Declare an action, and call the service itself in its handler.",
  },
  {
    id: "message",
    when: ["sends-message"],
    unless: [...keys, "secret-service"],
    verdict: "back-end",
    reason:
      "Whoever can send mails or messages from the page can send as many as they like, in your name.",
    fix: "Queue the mail in a mutation: it is sent once what it tells of is committed, and limits hold.",
  },
  {
    id: "outside-write",
    when: ["other-service", "writes"],
    unless: [
      ...keys,
      "publishable-key",
      "user-token",
      "secret-service",
      "browser-service",
      "sends-message",
      "measures",
      "database",
      "no-cors",
    ],
    verdict: "back-end",
    reason:
      "What is written elsewhere is in no transaction and no audit trail, and has no limit but the other's.",
    fix: "Declare a mutation for what is to be kept, and an action for what is to be passed on.",
  },
  {
    id: "unknown-target",
    when: ["unknown-target"],
    verdict: "cannot tell",
    reason: "Where it goes is decided when it runs, so nothing can be promised for it.",
    fix: "Write the address down where the call is made, or call your own service by a path: /api/….",
  },
  {
    id: "own-service",
    when: ["own-service"],
    verdict: "hybrid",
    reason: "The service authenticates, decides and answers; the page asks, shows and keeps.",
    fix: "Nothing to do. Where the contract has the operation, call it by Servery's client: it is typed, repeated safely and can be watched.",
  },
  {
    id: "user-token",
    when: ["user-token"],
    unless: ["own-service"],
    verdict: "hybrid",
    reason:
      "A user's own token opens the other service, and any script of the page can read it; the page may go on asking by itself.",
    fix: "Authenticate on the service and keep the token there, behind a session cookie; keep the answers in the page.",
  },
  {
    id: "browser-service",
    when: ["browser-service"],
    unless: ["own-service"],
    verdict: "front-end",
    reason: "This service is made to be called by browsers, and its key to be public.",
    fix: "Nothing to do. Bind the key to your address where the service lets you.",
  },
  {
    id: "publishable-key",
    when: ["publishable-key"],
    unless: ["browser-service", "own-service"],
    verdict: "front-end",
    reason: "The key is made to be public.",
    fix: "Nothing to do. Bind the key to your address where the service lets you.",
  },
  {
    id: "public-data",
    when: ["public-data"],
    verdict: "front-end",
    reason: "It reads what anybody may read: a server between would only add a hop.",
    fix: "Nothing to do. If the page cannot do without it, keep a copy on the server.",
  },
  {
    id: "measurement",
    when: ["measures"],
    verdict: "front-end",
    reason: "It tells how the page is used, which only the page knows.",
    fix: "Nothing to do but to ask for consent, and to send nothing that tells who somebody is.",
  },
  {
    id: "browser-interface",
    when: ["browser-interface"],
    verdict: "front-end",
    reason:
      "It needs what only a browser has: the place, the camera, the clipboard, a connection to another browser.",
    fix: "Nothing to do. Send the service what is to be kept, and let it check.",
  },
  {
    id: "latency-bound",
    when: ["latency-bound"],
    verdict: "front-end",
    reason: "Somebody waits for it while typing: each hop is felt.",
    fix: "Nothing to do. Wait a moment between key presses, and give up what is overtaken.",
  },
  {
    id: "offline",
    when: ["offline"],
    verdict: "front-end",
    reason: "It fills what the page uses without a network, so it has to be in the browser.",
    fix: "Nothing to do. Keep nothing there that belongs to one user on a shared machine.",
  },
];
