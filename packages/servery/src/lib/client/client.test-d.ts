import { expectTypeOf, test } from "vitest";
import * as z from "zod";

import { contract } from "../contract/contract.ts";
import { mutation, query } from "../contract/operation.ts";
import { nothing } from "../contract/nothing.ts";
import { problem } from "../contract/problem.ts";
import type { ClientProblemCode } from "./client-error.ts";
import type { StandardProblemCode } from "../protocol/problem-details.ts";
import { createClient } from "./client.ts";

const Album = z.object({ id: z.string(), title: z.string() });
const store = contract({
  name: "store",
  operations: {
    albums: {
      get: query({
        path: "/albums/:id",
        input: z.object({ id: z.string() }),
        output: Album,
        problems: {
          not_found: problem(404, "No such album"),
          gone: problem(410, "Gone", z.object({ since: z.int() })),
        },
      }),
      list: query({
        path: "/albums",
        input: z.object({ genre: z.string().optional() }),
        output: z.array(Album),
      }),
      tags: mutation({ path: "/tags", input: z.array(z.string()), output: nothing }),
    },
    ping: query({ path: "/ping", output: z.object({ at: z.int() }) }),
  },
});
const client = createClient(store, { url: "https://shop.example" });

test("an output is the operation's", () => {
  expectTypeOf(client.albums.get({ id: "1" })).toEqualTypeOf<
    Promise<{ id: string; title: string }>
  >();
  expectTypeOf(client.ping()).toEqualTypeOf<Promise<{ at: number }>>();
  expectTypeOf(client.albums.tags([])).toEqualTypeOf<Promise<void>>();
});

test("an input may be left out only where nothing of it is required", () => {
  expectTypeOf(client.albums.list()).resolves.toBeArray();
  expectTypeOf(client.albums.list({ genre: "x" }, { timeoutMs: 1 })).resolves.toBeArray();
  expectTypeOf(client.ping(undefined, { retry: false })).resolves.toBeObject();
  // @ts-expect-error an id is required
  void client.albums.get();
  // @ts-expect-error a list is required
  void client.albums.tags();
  // @ts-expect-error the id is text
  void client.albums.get({ id: 1 });
  // @ts-expect-error no input is taken
  void client.ping({});
  // @ts-expect-error no such operation
  void client.albums.remove;
});

test("a problem is told apart by its code, with what it carries", async () => {
  const { data, problem: met } = await client.albums.get.safe({ id: "1" });
  if (met === undefined) expectTypeOf(data).toEqualTypeOf<{ id: string; title: string }>();
  else if (met.code === "gone") expectTypeOf(met.data).toEqualTypeOf<{ since: number }>();
  else if (met.code === "not_found") expectTypeOf(met.data).toEqualTypeOf<undefined>();
  else expectTypeOf(met.code).toEqualTypeOf<StandardProblemCode | ClientProblemCode>();
  // @ts-expect-error a code that no problem has
  if (met?.code === "gnoe") throw new Error("never");
});

test("a client has an address or a link, not both", () => {
  const link = { call: async () => undefined };
  expectTypeOf(createClient(store, { link })).toEqualTypeOf<typeof client>();
  // @ts-expect-error which of the two?
  createClient(store, { link, url: "https://shop.example" });
});

test("a query can be watched, and nothing else", () => {
  expectTypeOf(client.albums.get.watch({ id: "1" })).toEqualTypeOf<
    AsyncIterable<{ id: string; title: string }>
  >();
  expectTypeOf(client.ping.watch()).toEqualTypeOf<AsyncIterable<{ at: number }>>();
  const stop = client.albums.get.watch(
    { id: "1" },
    (album) => expectTypeOf(album).toEqualTypeOf<{ id: string; title: string }>(),
    {
      onStatus: (status) =>
        expectTypeOf(status).toEqualTypeOf<"connecting" | "live" | "stale" | "offline">(),
      onProblem: (met, isOver) => {
        if (met.code === "gone") expectTypeOf(met.data).toEqualTypeOf<{ since: number }>();
        expectTypeOf(isOver).toBeBoolean();
      },
    },
  );
  expectTypeOf(stop).toEqualTypeOf<() => void>();
  client.ping.watch(undefined, ({ at }) => expectTypeOf(at).toBeNumber());
  // @ts-expect-error an id is required
  client.albums.get.watch();
  // @ts-expect-error a mutation has nothing to watch
  void client.albums.tags.watch;
});
