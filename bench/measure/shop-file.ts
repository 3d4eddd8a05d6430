import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Credentials } from "../load/requests.ts";
import { seedProducts } from "../shop/seed.ts";
import { type Contender, type ShopFile, startContender } from "./contender.ts";
import { signInCallers } from "./sign-in.ts";

/** A folder for the run's databases and logs, removed at the end. */
export function makeFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "servery-bench-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

const credentials = new Map<string, readonly Credentials[]>();
let made = 0;

/** A fresh database for a contender, with products, callers and nothing else. */
export async function makeShopFile(
  folder: string,
  contender: Contender,
  products: number,
): Promise<ShopFile> {
  const { subject, callers } = contender;
  const path = join(folder, `${subject}-${++made}.db`);
  if (subject === "ceiling") return { path, credentials: [] };
  const template = join(folder, `${subject}-${callers}-${products}.template.db`);
  if (!credentials.has(template))
    credentials.set(template, await makeTemplate(template, contender, products));
  copyFileSync(template, path);
  return { path, credentials: credentials.get(template)! };
}

/** The subject makes its own schema, callers sign in, and then the products are filled in. */
async function makeTemplate(
  file: string,
  contender: Contender,
  products: number,
): Promise<readonly Credentials[]> {
  const child = startContender(contender, file);
  await child.receive();
  await child.stop();
  const isOpen = contender.callers === "anonymous";
  const signedIn = isOpen ? [] : await signInCallers(contender.subject, file);
  seedProducts(file, products);
  return signedIn;
}
