import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { expect, test } from "vitest";
import * as z from "zod";

import { createClient } from "../client/client.ts";
import { contract } from "../contract/contract.ts";
import { query } from "../contract/operation.ts";
import { identity } from "../contract/identity/identity.ts";
import { useQuery } from "./use-query.ts";
import { useSession } from "./use-session.ts";

const store = contract({
  name: "store",
  operations: { ping: query({ path: "/ping", output: z.object({ at: z.int() }) }) },
});

test("a query that is rendered on a server is pending, and sends nothing", () => {
  const calls: string[] = [];
  const link = { call: async (id: string) => calls.push(id) };
  const client = createClient(store, { link });
  const Ping = () => {
    const { pending, fetching, data } = useQuery(client.ping);
    return createElement("p", null, JSON.stringify({ pending, fetching, data }));
  };
  const html = renderToString(createElement(Ping)).replaceAll("&quot;", '"');
  expect(html).toBe('<p>{"pending":true,"fetching":true}</p>');
  expect(calls).toEqual([]);
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
