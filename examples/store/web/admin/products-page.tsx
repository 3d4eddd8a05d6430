import { useDeferredValue, useState } from "react";

import { client } from "../client.ts";
import { toMoney } from "../ui/money.ts";
import { usePage } from "../ui/use-page.ts";
import { News } from "../ui/news.tsx";
import { useLivePages } from "../ui/use-live-pages.ts";
import { Choice } from "./choice.tsx";
import { DataTable, type TableColumn } from "./data-table.tsx";
import { Listing } from "./listing.tsx";
import { ProductDialog } from "./product-dialog.tsx";

export type Product = Awaited<ReturnType<typeof client.admin.products.list>>["items"][number];

const choices = [
  ["all", "All"],
  ["few", "Running out"],
  ["none", "Sold out"],
] as const;
const atMost = { all: undefined, few: 3, none: 0 } as const;

export function ProductsPage() {
  usePage("Shelves");
  const [search, setSearch] = useState("");
  const [which, setWhich] = useState<keyof typeof atMost>("all");
  const [edited, setEdited] = useState<Product>();
  const asked = useDeferredValue(search.trim());
  const pages = useLivePages(client.admin.products.list, {
    ...(asked !== "" && { search: asked }),
    ...(atMost[which] !== undefined && { stockAtMost: atMost[which] }),
  });
  return (
    <>
      <h1 className="page-title">Shelves</h1>
      <div className="tools">
        <div className="field">
          <label className="field-label" htmlFor="shelf-search">
            Search titles and artists
          </label>
          <input
            className="input"
            id="shelf-search"
            type="search"
            maxLength={100}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        </div>
        <Choice label="Which records" choices={choices} value={which} onChange={setWhich} />
      </div>
      <Listing pages={pages} empty="No record is like that" more="More records">
        {(items) => (
          <DataTable
            caption="Records"
            columns={toColumns(setEdited)}
            rows={items}
            rowKey={({ id }) => id}
          />
        )}
      </Listing>
      {edited === undefined ? null : (
        <ProductDialog key={edited.id} product={edited} onClose={() => setEdited(undefined)} />
      )}
    </>
  );
}

function toColumns(onEdit: (product: Product) => void): readonly TableColumn<Product>[] {
  return [
    { name: "No.", spare: true, kind: "number", cell: ({ id }) => id },
    {
      name: "Record",
      cell: ({ title, artist }) => (
        <>
          <strong>{title}</strong>
          <small>{artist}</small>
        </>
      ),
    },
    { name: "Format", spare: true, cell: ({ format }) => format },
    { name: "Genre", spare: true, cell: ({ genre }) => genre },
    {
      name: "Base price",
      kind: "number",
      cell: ({ id, baseCents }) => (
        <News subject={`${id}`} value={`${baseCents}`}>
          {toMoney(baseCents, "EUR")}
        </News>
      ),
    },
    {
      name: "Stock",
      kind: "number",
      cell: ({ id, stock }) => (
        <News subject={`${id}`} value={`${stock}`}>
          <span className="stock" data-few={stock <= 3}>
            {stock}
          </span>
        </News>
      ),
    },
    {
      name: "Edit",
      cell: (product) => (
        <button type="button" className="button button-small" onClick={() => onEdit(product)}>
          Edit<span className="visually-hidden"> {product.title}</span>
        </button>
      ),
    },
  ];
}
