import { describe, expect, it } from "vitest";

import { toExchange } from "./exchange.ts";

function post(body: BodyInit | ReadableStream<Uint8Array>): Request {
  return new Request("http://service.example/a/b?c=d", {
    method: "POST",
    body,
    duplex: "half",
  } as RequestInit);
}

/** A stream that gives chunks when it is asked, and notes whether it was told to stop. */
function createSource(chunks: readonly string[], { isEndless = false, breaks = false } = {}) {
  const state = { asked: 0, isCancelled: false };
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const chunk = chunks[state.asked++];
        if (chunk !== undefined) controller.enqueue(new TextEncoder().encode(chunk));
        else if (breaks) controller.error(new Error("the caller has gone"));
        else if (!isEndless) controller.close();
        else return new Promise<void>(() => {});
        return undefined;
      },
      cancel() {
        state.isCancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, state };
}

describe("an exchange of a web request", () => {
  it("has the target as it came, and the headers by their lower-case names", () => {
    const exchange = toExchange(
      new Request("http://x.example:1/%7e/a?b=%20", { headers: { Accept: "a", "X-B": "1" } }),
      1000,
    );
    expect(exchange).toMatchObject({ method: "GET", target: "/%7e/a?b=%20", headerBytes: 19 });
    expect(exchange.header("x-b")).toBe("1");
    expect(exchange.header("x-c")).toBeUndefined();
    expect(toExchange(new Request("http://x.example"), 1000).target).toBe("/");
  });

  it("reads a body in one piece or many, up to the limit", async () => {
    expect(await toExchange(post("abc"), 1000).readBody(3)).toEqual(
      new TextEncoder().encode("abc"),
    );
    const { stream } = createSource(["ab", "", "c"]);
    expect(await toExchange(post(stream), 1000).readBody(3)).toEqual(
      new TextEncoder().encode("abc"),
    );
    expect(await toExchange(new Request("http://x.example"), 1000).readBody(3)).toHaveLength(0);
  });

  it("stops reading at the limit", async () => {
    const { stream, state } = createSource(["ab", "cd", "ef", "gh"]);
    expect(await toExchange(post(stream), 1000).readBody(3)).toBe("too_large");
    expect(state).toEqual({ asked: 2, isCancelled: true });
  });

  it("gives up a body that does not arrive", async () => {
    const { stream, state } = createSource(["a"], { isEndless: true });
    expect(await toExchange(post(stream), 1).readBody(3)).toBe("timeout");
    expect(state.isCancelled).toBe(true);
  });

  it("tells of a caller who has gone", async () => {
    const { stream } = createSource(["a"], { breaks: true });
    expect(await toExchange(post(stream), 1000).readBody(3)).toBe("aborted");
  });
});
