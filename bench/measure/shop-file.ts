import { mkdtempSync, rmSync } from "node:fs";
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

/** Makes a subject's database: the subject makes its own schema, and then the products are filled in. */
export async function makeShopFile(folder: string, name: SubjectName, products: number): Promise<string> {
  const file = join(folder, `${name}-${products}.db`);
  const child = startChild("serve.ts", [name, file], { core: 0 });
  await child.receive();
  await child.stop();
  if (name !== "ceiling") seedProducts(file, products);
  return file;
}
