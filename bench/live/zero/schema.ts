import {
  createBuilder,
  createSchema,
  defineQueries,
  defineQuery,
  number,
  string,
  table,
} from "@rocicorp/zero";

const notes = table("notes")
  .columns({ id: number(), topic: string(), rank: number(), body: string() })
  .primaryKey("id");

export const schema = createSchema({ tables: [notes] });

const zql = createBuilder(schema);

/** One note by its id. */
export const queries = defineQueries({
  note: defineQuery(({ args }: { args: { id: number } }) => zql.notes.where("id", args.id)),
});
