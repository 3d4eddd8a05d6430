import { expectTypeOf, test } from "vitest";
import * as z from "zod";

import type { Call } from "../client/call.ts";
import { mutation, query } from "../contract/operation.ts";
import { problem } from "../contract/problem.ts";
import type { WatchStatus } from "../client/watch-options.ts";
import { createQueryCache } from "./query-cache.ts";
import { useMutation } from "./use-mutation.ts";
import { useQuery } from "./use-query.ts";
import { useSuspenseQuery } from "./use-suspense-query.ts";

const Album = z.object({ id: z.string() });
const getAlbum = query({ path: "/albums/:id", input: z.object({ id: z.string() }), output: Album });
const listAlbums = query({
  path: "/albums",
  input: z.object({ genre: z.string().optional() }),
  output: z.array(Album),
});
const order = mutation({
  path: "/orders",
  input: z.object({ albumId: z.string() }),
  output: Album,
  problems: { out_of_stock: problem(409, "Gone", z.object({ available: z.int() })) },
});
declare const get: Call<typeof getAlbum>;
declare const list: Call<typeof listAlbums>;
declare const place: Call<typeof order>;

test("data is there once it is neither pending nor failed", () => {
  const { data, error, pending } = useQuery(get, { id: "1" });
  expectTypeOf(data).toEqualTypeOf<{ id: string } | undefined>();
  if (!pending && !error) expectTypeOf(data).toEqualTypeOf<{ id: string }>();
});

test("an input may be left out as in a call", () => {
  expectTypeOf(useQuery(list).pending).toBeBoolean();
  useQuery(list, { genre: "jazz" }, { keepPrevious: true });
  // @ts-expect-error an id is required
  useQuery(get);
});

test("a query that suspends has its data", () => {
  const { data, error, status } = useSuspenseQuery(get, { id: "1" }, { live: true });
  expectTypeOf(data).toEqualTypeOf<{ id: string }>();
  expectTypeOf(status).toEqualTypeOf<WatchStatus | undefined>();
  if (error) expectTypeOf(error.code).toBeString();
  expectTypeOf(useSuspenseQuery(list).data).toBeArray();
  // @ts-expect-error an id is required
  useSuspenseQuery(get);
});

test("what is read before is read with its input", () => {
  const cache = createQueryCache();
  expectTypeOf(cache.prefetch(get, { id: "1" })).toEqualTypeOf<Promise<void>>();
  void cache.prefetch(list);
  // @ts-expect-error an id is required
  void cache.prefetch(get);
  // @ts-expect-error a mutation is not read
  void cache.prefetch(place, { albumId: "1" });
});

test("a query is no mutation, and a mutation no query", () => {
  // @ts-expect-error rendering must not order
  useQuery(place, { albumId: "1" });
  // @ts-expect-error a query is read, not run
  useMutation(get);
});

test("a mutation's problem is told apart by its code", async () => {
  const { mutate, error } = useMutation(place);
  if (error?.code === "out_of_stock") expectTypeOf(error.data.available).toBeNumber();
  const { data, problem: met } = await mutate({ albumId: "1" });
  if (met === undefined) expectTypeOf(data).toEqualTypeOf<{ id: string }>();
  // @ts-expect-error an album is required
  void mutate();
});
