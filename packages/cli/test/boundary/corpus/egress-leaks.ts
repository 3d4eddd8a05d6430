import { Buffer } from "node:buffer";

import { paymentKey } from "./corpus-case.ts";

/** By which way something leaves. */
export type Way =
  | "say"
  | "take"
  | "refuse"
  | "explain"
  | "fail"
  | "note"
  /** In process, into a page that a server renders. */
  | "render"
  /** A frame of a live query. */
  | "watch"
  /** The id of its request, which the caller chose. */
  | "name"
  /** In a header of every answer. */
  | "head"
  /** In two pieces of one stream. */
  | "cut";

/** What a handler lets go of, and by which way. */
export interface EgressCase {
  readonly name: string;
  readonly leaks: boolean;
  readonly way: Way;
  readonly words: string;
}

const key = paymentKey;
const base64 = (before: string) => Buffer.from(`${before}${key}`).toString("base64");

/** Ways out of a running service. */
export const egressCases: readonly EgressCase[] = [
  { name: "in an answer", leaks: true, way: "say", words: `It is ${key}.` },
  { name: "in an answer, as Base64", leaks: true, way: "say", words: base64("xy") },
  {
    name: "in an answer, in an address",
    leaks: true,
    way: "say",
    words: encodeURIComponent(`"${key}"`),
  },
  {
    name: "in an answer, backwards",
    leaks: true,
    way: "say",
    words: [...key].toReversed().join(""),
  },
  {
    name: "in JSON within an answer",
    leaks: true,
    way: "say",
    words: JSON.stringify(JSON.stringify({ key })),
  },
  { name: "in the answer of a mutation", leaks: true, way: "take", words: key },
  { name: "in a problem's data", leaks: true, way: "refuse", words: key },
  { name: "in a problem's detail", leaks: true, way: "explain", words: key },
  { name: "in an error's message", leaks: true, way: "fail", words: key },
  { name: "in the state of a page that is rendered here", leaks: true, way: "render", words: key },
  { name: "in a frame of a live query", leaks: true, way: "watch", words: key },
  { name: "in a header that repeats what a caller sent", leaks: true, way: "name", words: key },
  { name: "in a header of every answer", leaks: true, way: "head", words: key },
  { name: "cut by the border of two pieces of a stream", leaks: true, way: "cut", words: key },
  { name: "in a line of the log", leaks: true, way: "note", words: key },
  {
    name: "almost a secret, cut by the border of two pieces of a stream",
    leaks: false,
    way: "cut",
    words: key.slice(0, -1),
  },
  {
    name: "almost a secret in a frame of a live query",
    leaks: false,
    way: "watch",
    words: key.slice(1),
  },
  { name: "almost a secret in an answer", leaks: false, way: "say", words: key.slice(0, -1) },
  {
    name: "almost a secret in the log",
    leaks: false,
    way: "note",
    words: key.slice(1),
  },
];
