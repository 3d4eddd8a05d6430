import { isSourceOf } from "./bundler.ts";
import { isPage } from "./page-files.ts";
import { isStyle } from "./style-files.ts";

/** All that may be worth keeping as it was written has one of these, so that bundlers need not show the rest. */
export const worthKeeping =
  /\bimport\.meta\.url\b|url\(|-uri\(|-set\(|-css\(|:import\(|@(?:import|use|forward|value)\b|\bcomposes\b|<(?:!doctype|html|head|body|script|link|img)\b/i;

/** True for what is looked at as it was before it was compiled: styles, pages, and scripts that name files. */
export function isKept(id: string, code: string): boolean {
  return !isSourceOf(id) && (isStyle(id) || isPage(id) || code.includes("import.meta.url"));
}
