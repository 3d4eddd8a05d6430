import * as z from "zod";

import { contract } from "../../contract/contract.ts";
import { mutation, query } from "../../contract/operation.ts";
import { createClient } from "../client.ts";
import type { HttpClientOptions } from "../client-options.ts";
import { createManualClock, settled } from "../manual-clock.fixture.ts";
import { createFakeLive } from "./fake-live.fixture.ts";

export const shelf = contract({
  name: "shelf",
  operations: {
    item: {
      get: query({
        path: "/items/:id",
        access: "public",
        input: z.object({ id: z.string() }),
        output: z.object({ n: z.int() }),
      }),
      touch: mutation({
        path: "/touched/:id",
        access: "public",
        input: z.object({ id: z.string() }),
        output: z.object({ n: z.int() }),
      }),
    },
  },
});

/** A client of a service in memory, by a clock whose time the test lets pass. */
export function connect(options: HttpClientOptions = {}) {
  const clock = createManualClock();
  const live = createFakeLive(clock);
  const client = createClient(shelf, {
    url: "http://shelf.example",
    fetch: live.fetch,
    clock,
    random: () => 0.5,
    ...options,
  });
  return { live, clock, client, settled };
}

/** Everything that a watch tells, in order. */
export interface Heard {
  readonly all: string[];
  readonly data: unknown[];
  status: string;
  stop(): void;
}

/** Watches an item, and notes what is told. */
export function watchItem(client: ReturnType<typeof connect>["client"], id: string): Heard {
  const all: string[] = [];
  const heard: Heard = {
    all,
    data: [],
    status: "connecting",
    stop: client.item.get.watch(
      { id },
      (data) => {
        heard.data.push(data);
        all.push(JSON.stringify(data));
      },
      {
        onStatus: (status) => {
          heard.status = status;
          all.push(status);
        },
        onProblem: ({ code }, isOver) => void all.push(`${code}${isOver ? " over" : ""}`),
      },
    ),
  };
  return heard;
}
