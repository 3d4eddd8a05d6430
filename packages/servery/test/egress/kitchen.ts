import { action, contract, mutation, nothing, problem, query, sensitive } from "servery";
import { everyone, id, secret, type ServiceSettings, table, text } from "servery/server";
import * as z from "zod";

import type { Platform } from "../../src/lib/ports/platform.ts";
import type { Visit } from "../../src/lib/server/handling/visit.ts";
import { bindService } from "../service/bind.fixture.ts";
import { value } from "./writings.ts";

const Words = z.object({ words: z.string() });
const Key = z.object({ id: z.string() });
const problems = { burnt: problem(409, "It is burnt", Words) };
const common = { access: "public", input: Words, output: Words, problems } as const;

/** Each does with its words what it is named for. */
const kitchen = contract({
  name: "kitchen",
  operations: {
    say: query({ path: "/say", ...common, cache: false }),
    dish: query({ path: "/dishes/:id", access: "public", input: Key, output: Words, problems }),
    refuse: query({ path: "/refuse", ...common }),
    explain: query({ path: "/explain", ...common }),
    fail: query({ path: "/fail", ...common }),
    note: query({ path: "/note", ...common, output: nothing }),
    map: query({
      path: "/map",
      access: "public",
      input: Words,
      output: z.record(z.string(), z.number()),
    }),
    cook: mutation({ path: "/cook", ...common }),
    cookSilently: mutation({ path: "/silently", ...common, output: nothing }),
    burn: mutation({ path: "/burn", ...common }),
    whisper: sensitive(mutation({ path: "/whisper", ...common })),
    order: action({ path: "/order", ...common }),
    stamp: mutation({ path: "/stamp", ...common }),
    rename: mutation({ path: "/rename", access: "public", input: Words, output: nothing }),
  },
});

const tables = { dishes: table("dishes", { id: id(), words: text() }, { policy: everyone }) };

/** What handlers were asked for, beside what they answer. */
interface Runs {
  orders: number;
  dishes: number;
}

/** A kitchen with a secret; each of its handlers writes what it is told to where it can. */
export async function openKitchen(
  settings: ServiceSettings = {},
  platform: Partial<Platform> = {},
) {
  const key = secret("KITCHEN_KEY");
  const runs: Runs = { orders: 0, dishes: 0 };
  const bound = bindService(
    kitchen,
    {
      tables,
      secrets: [key],
      environment: { KITCHEN_KEY: value },
      mode: "dev",
      rate: false,
      ...settings,
      handlers: {
        say: ({ input }) => input,
        dish: async ({ input, db, fail }) => {
          runs.dishes++;
          const dishes = db.selectFrom("dishes").select("words").where("id", "=", input.id);
          const dish = await dishes.executeTakeFirstOrThrow();
          if (dish.words.startsWith("burnt")) throw fail("burnt", dish);
          return dish;
        },
        refuse: ({ input, fail }) => {
          throw fail("burnt", input);
        },
        explain: ({ input, fail }) => {
          throw fail("burnt", { words: "" }, input.words);
        },
        fail: ({ input }) => {
          const cause = new AggregateError([new TypeError(input.words)], "below", { cause: input });
          throw Object.assign(new Error(`It failed: ${input.words}`, { cause }), { hung: [input] });
        },
        note: ({ input: { words }, log }) => {
          log.info({ words, deep: { list: [{ words }] }, [words]: 1 }, `Noted ${words}`);
          log.child({ words }).warn({ at: new URL("https://a.example/?words=" + words) }, "Noted");
          log.error({ error: new Error(words), key, keys: [key] }, "Noted");
          log.debug(new Noted(words), "Noted");
        },
        map: ({ input }) => ({ [input.words]: 1 }),
        cook: async ({ input, db }) => {
          await db.insertInto("dishes").values({ id: input.words, words: input.words }).execute();
          return input;
        },
        cookSilently: async ({ input, db }) => {
          await db.insertInto("dishes").values({ id: input.words, words: input.words }).execute();
        },
        burn: ({ input, fail }) => {
          throw fail("burnt", input);
        },
        whisper: ({ input }) => input,
        order: ({ input }) => {
          runs.orders++;
          return input;
        },
        stamp: (context) => {
          // As the service's own operations do.
          const { visit } = context as unknown as { visit: Visit };
          visit.setCookie("stamp", `stamp=${encodeURIComponent(context.input.words)}; Path=/`);
          return { words: "stamped" };
        },
        rename: async ({ input, db }) => {
          await db.updateTable("dishes").set(input).where("id", "=", "1").execute();
        },
      },
    },
    platform,
  );
  const { service } = bound;
  await service.write((db) => db.insertInto("dishes").values({ id: "1", words: "soup" }).execute());
  return { ...bound, key, runs };
}

class Noted {
  readonly words: string;

  constructor(words: string) {
    this.words = words;
  }
}
