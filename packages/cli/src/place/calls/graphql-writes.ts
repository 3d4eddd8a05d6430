import type { FrontEnd } from "../reading/front-end.ts";

const known = new WeakMap<FrontEnd, boolean>();
const writing = /\bmutation\b\s*(?:\w+\s*)?[({]|\buseMutation\b|\.mutat(?:e|ion)\(/;

/**
 * How a client of GraphQL's or tRPC's calls: what it asks stands elsewhere, and reads are sent as writes are. An app that
 * nowhere changes anything only reads; of such a call no method is told.
 */
export function graphqlMethod(frontEnd: FrontEnd): "POST" | "" {
  const before = known.get(frontEnd);
  const writes = before ?? frontEnd.given.some(({ text }) => writing.test(text));
  known.set(frontEnd, writes);
  return writes ? "POST" : "";
}
