import type { ArgumentsOf } from "servery";
import type { Db, Handler } from "servery/server";
import * as z from "zod";

import type { listProducts, updateProduct } from "../../contract/admin/products.ts";
import type { StoreTables } from "../../tables.ts";
import { toSearchWords } from "../search.ts";

export const listProductsHandler: Handler<typeof listProducts, StoreTables> = async ({
  input,
  db,
  fail,
}) => {
  const { cursor, limit } = input;
  const after = cursor === undefined ? undefined : fromCursor(cursor);
  if (cursor !== undefined && after === undefined) throw fail("invalid_cursor");
  const rows = await selectMatching(db, input)
    .select([...columns])
    .select("records.titleKey")
    .$if(after !== undefined, (rest) =>
      rest.where((eb) =>
        eb.or([
          eb("records.titleKey", ">", after![0]),
          eb.and([eb("records.titleKey", "=", after![0]), eb("records.id", ">", after![1])]),
        ]),
      ),
    )
    .orderBy("records.titleKey")
    .orderBy("records.id")
    .limit(limit + 1)
    .execute();
  const { total } = await selectMatching(db, input)
    .select(({ fn }) => fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return { items, total, nextCursor: last === undefined ? null : toCursor(last.titleKey, last.id) };
};

/** What was bought meanwhile counts as a change: stock that is set must be the stock that was seen. */
export const updateProductHandler: Handler<typeof updateProduct, StoreTables> = async ({
  input: { id, version, stock, baseCents, note },
  db,
  fail,
}) => {
  const { numUpdatedRows } = await db
    .updateTable("records")
    .set((eb) => ({
      version: eb("version", "+", 1),
      ...(stock !== undefined && { stock }),
      ...(baseCents !== undefined && { baseCents }),
      ...(note !== undefined && { note }),
    }))
    .where("id", "=", id)
    .where("version", "=", version)
    .executeTakeFirstOrThrow();
  const current = await selectProducts(db)
    .select([...columns])
    .where("records.id", "=", id)
    .executeTakeFirst();
  if (current === undefined) throw fail("not_found");
  if (numUpdatedRows === 0n) throw fail("stale", { current });
  return current;
};

const columns = [
  "records.id",
  "records.title",
  "artists.name as artist",
  "genres.name as genre",
  "records.format",
  "records.baseCents",
  "records.stock",
  "records.note",
  "records.version",
] as const;

function selectProducts(db: Db<StoreTables>) {
  return db
    .selectFrom("records")
    .innerJoin("artists", "artists.id", "records.artistId")
    .innerJoin("genres", "genres.id", "records.genreId");
}

function selectMatching(
  db: Db<StoreTables>,
  { search, stockAtMost }: ArgumentsOf<typeof listProducts>,
) {
  let matching = selectProducts(db);
  for (const word of toSearchWords(search ?? ""))
    matching = matching.where("records.searchText", "like", `%${word}%`);
  if (stockAtMost !== undefined) matching = matching.where("records.stock", "<=", stockAtMost);
  return matching;
}

const position = z.tuple([z.string(), z.int()]);

function toCursor(titleKey: string, id: number): string {
  return Buffer.from(JSON.stringify([titleKey, id])).toString("base64url");
}

function fromCursor(cursor: string): readonly [titleKey: string, id: number] | undefined {
  try {
    return position.safeParse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"))).data;
  } catch {
    return undefined;
  }
}
