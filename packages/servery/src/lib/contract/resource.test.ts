import { describe, expect, expectTypeOf, it } from "vitest";
import * as z from "zod";
import { contract } from "./contract.ts";
import { toOpenApi } from "./openapi/document.ts";
import type { InputOf, OutputOf } from "./operation.ts";
import { resource } from "./resource.ts";

const Album = z.object({
  id: z.string(),
  title: z.string(),
  genreId: z.int().nullable(),
  year: z.int().optional(),
  price: z.int(),
  tags: z.array(z.string()),
});
const albums = resource("albums", Album, {
  access: "public",
  filter: ["genreId"],
  sort: ["title", "price"],
  search: ["title"],
});

const validate = (input: unknown) =>
  albums.list.input["~standard"].validate(input) as {
    issues?: readonly { message: string; path?: readonly unknown[] }[];
  };

describe("resource", () => {
  it("declares list and get as ordinary public routes of a contract", () => {
    const built = contract({ name: "shop", operations: { albums } });
    expect(
      built.list.map(({ id, operation }) => `${id} ${operation.method} ${operation.path}`),
    ).toEqual(["albums.list GET /albums", "albums.get GET /albums/:id"]);
    expect(Object.keys(toOpenApi(built)["paths"] as object)).toEqual(["/albums", "/albums/{id}"]);
  });

  it("types its input from the declared filters and sorts", () => {
    expectTypeOf<InputOf<typeof albums.list>["sort"]>().toEqualTypeOf<
      "title" | "-title" | "price" | "-price" | undefined
    >();
    expectTypeOf<NonNullable<InputOf<typeof albums.list>["filter"]>["genreId"]>().toEqualTypeOf<
      readonly number[] | undefined
    >();
    expectTypeOf<OutputOf<typeof albums.list>["items"][number]>().toEqualTypeOf<
      z.infer<typeof Album>
    >();
    expectTypeOf<InputOf<typeof albums.get>>().toEqualTypeOf<{ readonly id: string }>();
  });

  it.each([
    [{}, undefined],
    [{ filter: { genreId: [1, 2] }, sort: "-price", search: "x", pageSize: 100 }, undefined],
    [{ sort: "cost" }, ["sort"]],
    [{ pageSize: 101 }, ["pageSize"]],
    [{ filter: { cost: [1] } }, ["filter", "cost"]],
    [{ filter: { genreId: ["1"] } }, ["filter", "genreId", "0"]],
    [{ offset: 1 }, ["offset"]],
  ])("checks the list input %j", (input, path) => {
    expect(validate(input).issues?.[0]?.path).toEqual(path);
  });

  it("refuses properties that cannot do what is asked of them, by name", () => {
    expect(() => resource("albums", Album, { filter: ["tags"] })).toThrow(
      /"tags" cannot filter a list/,
    );
    for (const sort of ["genreId", "year"] as const)
      expect(() => resource("albums", Album, { sort: [sort] })).toThrow(
        `"${sort}" cannot sort a list: it may be null or missing`,
      );
    expect(() => resource("albums", Album, { search: ["nope" as "title"] })).toThrow(
      /"nope" cannot be searched/,
    );
    expect(() => resource("albums", Album, { pageSize: 500 })).toThrow(/pageSize 500/);
  });
});
