/** What a visitor has chosen to see; it stands in the address, so that it can be shared and gone back to. */
export interface Filters {
  readonly search: string;
  readonly genre: number | undefined;
  readonly artist: number | undefined;
  readonly inStock: boolean;
  readonly sort: Sort;
}

export const sorts = {
  featured: "Our picks first",
  title: "Title, A to Z",
  artist: "Artist, A to Z",
  price: "Price, low to high",
  price_desc: "Price, high to low",
} as const;

export type Sort = keyof typeof sorts;

export const noFilters: Filters = {
  search: "",
  genre: undefined,
  artist: undefined,
  inStock: false,
  sort: "featured",
};

/** Reads the filters of an address. What makes no sense is as if it were not there. */
export function parseFilters(query: string): Filters {
  const parameters = new URLSearchParams(query);
  const sort = parameters.get("sort") ?? "";
  return {
    search: (parameters.get("q") ?? "").slice(0, 100),
    genre: toId(parameters.get("genre")),
    artist: toId(parameters.get("artist")),
    inStock: parameters.get("stock") === "1",
    sort: Object.hasOwn(sorts, sort) ? (sort as Sort) : "featured",
  };
}

/** The address of the list with these filters. */
export function toAddress({ search, genre, artist, inStock, sort }: Filters): string {
  const parameters = new URLSearchParams();
  if (search !== "") parameters.set("q", search);
  if (genre !== undefined) parameters.set("genre", String(genre));
  if (artist !== undefined) parameters.set("artist", String(artist));
  if (inStock) parameters.set("stock", "1");
  if (sort !== "featured") parameters.set("sort", sort);
  const query = parameters.toString();
  return query === "" ? "/" : `/?${query}`;
}

/** True when anything is left out of the list. */
export function isFiltered({ search, genre, artist, inStock }: Filters): boolean {
  return search !== "" || genre !== undefined || artist !== undefined || inStock;
}

function toId(text: string | null): number | undefined {
  return text !== null && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}
