import { describe, expect, test } from "vitest";

import { connect, watchItem } from "./watching.fixture.ts";

// Else the first of them would wait for it.
await import("./live.ts");

describe("what this client has written", () => {
  test("is in all that a watch shows from then on: what is older is held back, and asked for again", async () => {
    const { live, client, settled } = connect();
    live.commit("a", { n: 1 });
    const heard = watchItem(client, "a");
    await settled();
    live.commitSilently("a", { n: 2 });
    const late = { token: live.token, hash: '[{"n":2}]', full: { n: 2 } };
    live.commitSilently("a", { n: 3 });
    await client.item.touch({ id: "a" });
    const [q] = live.stream.queries.keys();
    live.stream.send({ q, epoch: 1, ...late });
    await settled();
    expect(heard.all).toEqual(['{"n":1}', "live", "stale", '{"n":3}', "live"]);
  });

  test("is in what a watch says is live again, though it shows nothing new", async () => {
    const { live, client, settled } = connect();
    live.commit("a", { n: 1 });
    const heard = watchItem(client, "a");
    await settled();
    const late = { token: live.token, hash: '[{"n":1}]', unchanged: true };
    live.commitSilently("a", { n: 2 });
    await client.item.touch({ id: "a" });
    const [q] = live.stream.queries.keys();
    live.stream.send({ q, epoch: 1, ...late });
    await settled();
    expect(heard.all.slice(2)).toEqual(["stale", '{"n":2}', "live"]);
  });
});
