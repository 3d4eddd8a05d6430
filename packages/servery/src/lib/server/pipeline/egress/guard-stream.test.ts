import { expect, test } from "vitest";

import type { ReplySink } from "../../../ports/exchange.ts";
import { createCall } from "../call.ts";
import type { Engine } from "../engine.ts";
import { createEgress } from "./egress.ts";
import { guardStream } from "./guard-stream.ts";

const value = "sk_live_ünd_the_kitchen_4711";

/** A stream that is guarded, and what came of it. */
function open(pieces: readonly string[]) {
  const sent: string[] = [];
  const told: object[] = [];
  let isCut = false;
  const egress = createEgress({ scan: true });
  egress.open([{ name: "KEY", value }]);
  const keep = (fields: object) => void told.push(fields);
  const engine = { egress, log: { error: keep }, securityEvents: { report: keep } };
  const sink: ReplySink = {
    write: (text) => void sent.push(text),
    end: () => {},
    cut: () => void (isCut = true),
    buffered: 3,
    taken: 7,
  };
  const call = createCall({} as never, "request", 0, undefined);
  const stream = guardStream(engine as unknown as Engine, call, (guarded) => {
    for (const piece of pieces) guarded.write(piece);
    expect([guarded.buffered, guarded.taken]).toEqual([3, 7]);
    return { drained: () => {}, closed: () => {} };
  });
  stream(sink);
  return { sent: sent.join(""), isCut, told };
}

test("a secret does not leave whole, wherever it is cut in two", () => {
  const text = `data: ${value}\n\n`;
  for (let cut = 0; cut <= text.length; cut++) {
    const { sent, isCut, told } = open([text.slice(0, cut), text.slice(cut), "data: more\n\n"]);
    expect(isCut).toBe(true);
    expect(sent.includes(value)).toBe(false);
    expect(sent).not.toContain("more");
    expect(told).toHaveLength(2);
    expect(JSON.stringify(told)).toContain("KEY");
    expect(JSON.stringify(told).includes(value)).toBe(false);
  }
});

test("a secret in pieces of one letter each does not leave whole", () => {
  const { sent, isCut } = open([...`data: ${value}\n\n`]);
  expect(isCut).toBe(true);
  expect(sent).toBe(`data: ${value.slice(0, -1)}`);
});

test("what has none goes on as it is", () => {
  const pieces = ["data: ", value.slice(0, -1), "\n\n", value.slice(1)];
  expect(open(pieces)).toEqual({ sent: pieces.join(""), isCut: false, told: [] });
});
