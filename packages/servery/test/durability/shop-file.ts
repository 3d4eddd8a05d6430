import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { createShop } from "./fixtures/shop.ts";

/** A shop's database in a folder of its own. */
export interface ShopFile {
  readonly file: string;
  readonly folder: string;
  remove(): void;
}

/** Makes a shop's database by the service itself, and puts products on its shelves: id to stock. */
export async function makeShopFile(stock: Readonly<Record<string, number>>): Promise<ShopFile> {
  const folder = mkdtempSync(join(tmpdir(), "servery-durability-"));
  const file = join(folder, "shop.db");
  const service = createShop(file);
  await service.ready();
  await service.close();
  const database = new DatabaseSync(file);
  const insert = database.prepare("INSERT INTO products (id, initial, stock) VALUES (?, ?, ?)");
  for (const [productId, count] of Object.entries(stock)) insert.run(productId, count, count);
  database.close();
  return { file, folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
