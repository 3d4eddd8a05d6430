import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { seedProducts } from "../shop/seed.ts";
import type { SubjectName } from "../subjects/subject.ts";
import { startChild } from "./child.ts";

/** A folder for the run's databases and logs, removed at the end. */
export function makeFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "servery-bench-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

let made = 0;

/** A fresh database for a subject, with products and nothing else. */
export async function makeShopFile(
  folder: string,
  name: SubjectName,
  products: number,
): Promise<string> {
  const file = join(folder, `${name}-${++made}.db`);
  if (name === "ceiling") return file;
  const template = join(folder, `${name}-${products}.template.db`);
  if (!existsSync(template)) await makeTemplate(template, name, products);
  copyFileSync(template, file);
  return file;
}

/** The subject makes its own schema, and then the products are filled in. */
async function makeTemplate(file: string, name: SubjectName, products: number): Promise<void> {
  const child = startChild("serve.ts", [name, file], { core: 0 });
  await child.receive();
  await child.stop();
  seedProducts(file, products);
}
