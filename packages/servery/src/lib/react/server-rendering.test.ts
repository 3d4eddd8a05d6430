import { PassThrough } from "node:stream";
import { text as readText } from "node:stream/consumers";

import { createElement, type ReactNode, Suspense } from "react";
import { renderToPipeableStream, renderToString } from "react-dom/server";
import { describe, expect, test } from "vitest";
import * as z from "zod";

import { createClient } from "../client/client.ts";
import { coreOf } from "../client/client-core.ts";
import { contract } from "../contract/contract.ts";
import { identity } from "../contract/identity/identity.ts";
import { query } from "../contract/operation.ts";
import { sensitive } from "../contract/sensitive.ts";
import type { Link } from "../ports/link.ts";
import { ProblemError } from "../protocol/problem-error.ts";
import { QueryCacheProvider } from "./query-cache-context.ts";
import { createQueryCache, type QueryCache } from "./query-cache.ts";
import { useQuery } from "./use-query.ts";
import { useSession } from "./use-session.ts";
import { useSuspenseQuery } from "./use-suspense-query.ts";

const Named = z.object({ name: z.string() });
const store = contract({
  name: "store",
  operations: {
    get: query({ path: "/items/:id", input: z.object({ id: z.string() }), output: Named }),
    pin: sensitive(query({ path: "/pin", method: "POST", output: Named })),
  },
});

/** A client whose service gives the name that was asked for, and what it was asked. */
function connect() {
  const calls: string[] = [];
  const link: Link = {
    call: async (id, input, { onSnapshot }) => {
      const name = (input as { id: string } | undefined)?.id ?? "1234";
      calls.push(`${id} ${name}`);
      onSnapshot?.("c.db.7", { hash: `hash of ${name}` });
      if (name === "gone")
        throw new ProblemError({ type: "x", title: "Gone", status: 404, code: "gone" });
      return { name };
    },
    watch: () => () => {},
  };
  return { calls, client: createClient(store, { link, retry: false }) };
}

type Connected = ReturnType<typeof connect>["client"];

function Item({ client, id }: { readonly client: Connected; readonly id: string }) {
  const { pending, fetching, data, status } = useQuery(client.get, { id }, { live: true });
  return createElement("p", null, JSON.stringify({ pending, fetching, name: data?.name, status }));
}

function SuspendedItem({ client, id }: { readonly client: Connected; readonly id: string }) {
  return createElement("p", null, useSuspenseQuery(client.get, { id }).data.name);
}

function render(element: ReactNode, cache?: QueryCache): string {
  const wrapped = cache ? createElement(QueryCacheProvider, { value: cache }, element) : element;
  return renderToString(wrapped).replaceAll("&quot;", '"');
}

describe("a query that is rendered on a server", () => {
  test("is pending, and sends nothing", () => {
    const { client, calls } = connect();
    const html = render(createElement(Item, { client, id: "1" }), createQueryCache());
    expect(html).toBe('<p>{"pending":true,"fetching":true,"status":"connecting"}</p>');
    expect(render(createElement(Item, { client, id: "1" }))).toBe(html);
    expect(calls).toEqual([]);
  });

  test("shows what was read before, and so does the browser at first, which asks for nothing", async () => {
    const { client, calls } = connect();
    const cache = createQueryCache();
    await cache.prefetch(client.get, { id: "1" });
    await cache.prefetch(client.get, { id: "1" });
    const html = render(createElement(Item, { client, id: "1" }), cache);
    expect(html).toBe('<p>{"pending":false,"fetching":false,"name":"1","status":"connecting"}</p>');
    expect(calls).toEqual(["get 1"]);
    const browser = connect();
    const hydrated = createQueryCache(cache.dehydrate());
    const element = createElement(Item, { client: browser.client, id: "1" });
    expect(render(element, hydrated)).toBe(html);
    expect(render(element, hydrated)).toBe(html);
    expect(browser.calls).toEqual([]);
    expect(coreOf(browser.client)?.caller.snapshots.newest).toBe("c.db.7");
  });

  test("waits for its data where it suspends, once however often it is tried", async () => {
    const { client, calls } = connect();
    const cache = createQueryCache();
    const items = ["a", "b", "a"].map((id, key) =>
      createElement(SuspendedItem, { client, id, key }),
    );
    const page = createElement(Suspense, { fallback: "…" }, items);
    const html = await renderWhole(createElement(QueryCacheProvider, { value: cache }, page));
    expect(html).toContain("<p>a</p><p>b</p><p>a</p>");
    expect(calls).toEqual(["get a", "get b"]);
    expect(cache.dehydrate()).toContain("hash of b");
  });

  test("and suspends needs the page's own cache, for others would share it", () => {
    const { client } = connect();
    expect(() => render(createElement(SuspendedItem, { client, id: "a" }))).toThrow(
      /each page keeps its own queries/,
    );
  });
});

describe("what is sent along with a page", () => {
  test("is JSON that ends no script, whatever is in it", async () => {
    const { client } = connect();
    const cache = createQueryCache();
    const id = "</script><!--\u2028&\u2029";
    await cache.prefetch(client.get, { id });
    const text = cache.dehydrate();
    expect(text).not.toMatch(/[<>&\u2028\u2029]/);
    expect(JSON.parse(text)).toEqual([
      [
        expect.stringContaining("store get"),
        { data: { name: id }, token: "c.db.7", hash: `hash of ${id}` },
      ],
    ]);
  });

  test("has neither problems nor what is sensitive", async () => {
    const { client, calls } = connect();
    const cache = createQueryCache();
    await cache.prefetch(client.pin);
    await cache.prefetch(client.get, { id: "gone" });
    expect(cache.dehydrate()).toBe("[]");
    expect(calls).toEqual(["pin 1234", "get gone"]);
  });

  test.each([undefined, null, "", "[]"])("may be nothing: %j", (nothing) => {
    const { client } = connect();
    const html = render(createElement(Item, { client, id: "1" }), createQueryCache(nothing));
    expect(html).toContain('"pending":true');
  });
});

test("a session that is rendered on a server is unknown, and nobody is asked", () => {
  const calls: string[] = [];
  const link = { call: async (id: string) => calls.push(id) };
  const shop = contract({ name: "shop", operations: identity() });
  const client = createClient(shop, { link });
  const Greeting = () => createElement("p", null, useSession(client).state);
  expect(renderToString(createElement(Greeting))).toBe("<p>unknown</p>");
  expect(calls).toEqual([]);
});

/** Renders with all that it waits for. */
function renderWhole(element: ReactNode): Promise<string> {
  return new Promise((resolve, reject) => {
    const { pipe } = renderToPipeableStream(element, {
      onAllReady: () => resolve(readText(pipe(new PassThrough()))),
      onError: reject,
    });
  });
}
