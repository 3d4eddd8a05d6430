import { describe, expect, test } from "vitest";

import { connect, watchItem } from "./watching.fixture.ts";

// Else the first of them would wait for it.
await import("./live.ts");

/** A watch of an item, and calls of it that are answered after it has shown something newer. */
async function watchWithSlowCalls(slow: number) {
  const connected = connect();
  const { live, client, settled } = connected;
  live.commit("a", { n: 1 });
  const heard = watchItem(client, "a");
  await settled();
  const answer = async () => {
    const headers = { "servery-snapshot": live.token };
    const late = heard.data.at(-1);
    live.commit("a", { n: heard.data.length + 1 });
    await settled();
    return Response.json(late, { headers });
  };
  for (let time = 0; time < slow; time++) live.spoiled.push({ path: "/items/a", answer });
  return { ...connected, heard };
}

describe("a call that is slower than a watch of its query", () => {
  test("is answered with what the watch shows, however often that changes", async () => {
    const { client, live, heard } = await watchWithSlowCalls(3);
    const got = await client.item.get({ id: "a" });
    expect(got).toEqual({ n: 2 });
    expect(got).not.toBe(heard.data.at(-1));
    expect(live.seen).toEqual(["live a", "GET /items/a"]);
  });

  test("is asked anew where it has headers of its own, for it may be another caller's", async () => {
    const { client, live } = await watchWithSlowCalls(1);
    await client.item.get({ id: "a" }, { headers: { "accept-language": "fr" } });
    expect(live.seen).toEqual(["live a", "GET /items/a", "GET /items/a"]);
  });

  test("is asked anew where the watch is not sure of what it shows", async () => {
    const { client, live, settled } = await watchWithSlowCalls(0);
    live.spoiled.push({
      path: "/items/a",
      answer: async () => {
        const headers = { "servery-snapshot": live.token };
        live.commit("a", { n: 2 });
        await settled();
        live.stream.cut();
        await settled();
        return Response.json({ n: 1 }, { headers });
      },
    });
    expect(await client.item.get({ id: "a" })).toEqual({ n: 2 });
    expect(live.seen.filter((line) => line.startsWith("GET"))).toHaveLength(2);
  });
});
