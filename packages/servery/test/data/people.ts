import { afterAll, beforeAll } from "vitest";
import {
  boolean,
  bytes,
  id,
  json,
  real,
  ref,
  text,
  timestamp,
} from "../../src/lib/server/data/column.ts";
import type { Data, Db } from "../../src/lib/server/data/data.ts";
import { everyone } from "../../src/lib/server/data/policy.ts";
import { table } from "../../src/lib/server/data/table.ts";
import { type OpenData, openTestData } from "./fixture.ts";

const people = table(
  "people",
  {
    id: id({ type: "integer" }),
    name: text(),
    active: boolean({ default: true }),
    admin: boolean({ nullable: true }),
    settings: json<{ theme: string }>(),
  },
  { policy: everyone },
);
const pets = table(
  "pets",
  {
    id: id({ type: "integer" }),
    ownerId: ref(() => people),
    tame: boolean(),
    tags: json<string[]>(),
    weight: real(),
    photo: bytes(),
    born: timestamp(),
  },
  { policy: everyone },
);
const tables = { people, pets };

/** `db` of a store of people and their pets, with every kind of column. */
type PeopleDb = Db<typeof tables>;

/** Something done with it. */
export type PeopleRun = (db: PeopleDb) => Promise<unknown>;

/** Its rows as they should be read. */
export const ada = { id: 1, name: "Ada", active: true, admin: null, settings: { theme: "dark" } };
export const bo = { id: 2, name: "Bo", active: false, admin: true, settings: { theme: "light" } };

/** Opens the store for all tests of a file. */
export function usePeople(): () => Data<typeof tables> {
  let opened: OpenData<typeof tables> | undefined;
  beforeAll(async () => {
    opened = await openTestData(tables);
    await opened.data.write({
      operation: "fill",
      before(ledger) {
        ledger.run(
          "CREATE VIEW active_people AS SELECT id, name, active AS is_active, settings FROM people",
        );
        ledger.run("CREATE VIEW mixed AS SELECT active AS a FROM people UNION ALL SELECT 7");
        return undefined;
      },
      run: fill,
    });
  });
  afterAll(() => opened?.[Symbol.asyncDispose]());
  return () => (opened as OpenData<typeof tables>).data;
}

async function fill(db: PeopleDb): Promise<void> {
  await db
    .insertInto("people")
    .values([
      { name: "Ada", settings: { theme: "dark" } },
      { name: "Bo", active: false, admin: true, settings: { theme: "light" } },
    ])
    .execute();
  await db
    .insertInto("pets")
    .values({
      ownerId: 1,
      tame: true,
      tags: ["cat", "old"],
      weight: 4.5,
      photo: new Uint8Array([1, 2]),
      born: 1_500_000_000_000,
    })
    .execute();
}
