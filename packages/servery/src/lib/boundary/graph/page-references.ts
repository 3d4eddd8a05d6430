import { decodeAddress } from "./decode-address.ts";
import { type PageTag, readPageTags } from "./page-tags.ts";

/** A file that an element of a page brings by its address. */
export interface PageReference {
  /** The element's name, in small letters: `img`. */
  readonly element: string;
  /** What is written, without the references of pages. Addresses elsewhere are left out. */
  readonly specifier: string;
  /** Where the element begins. */
  readonly offset: number;
}

/** What names a file that Vite brings. Anything else is only asked for by browsers, as `<iframe src>` is. */
const attributesOf: ReadonlyMap<string, readonly string[]> = new Map([
  ["audio", ["src"]],
  ["embed", ["src"]],
  ["img", ["src", "srcset"]],
  // Outside of pictures that are drawn by lines, it is read as `<img>`.
  ["image", ["href", "xlink:href", "src", "srcset"]],
  ["input", ["src"]],
  ["link", ["href", "imagesrcset"]],
  ["meta", ["content"]],
  ["object", ["data"]],
  ["source", ["src", "srcset"]],
  ["track", ["src"]],
  ["use", ["href", "xlink:href"]],
  ["video", ["poster", "src"]],
]);
/** What a page says of itself to others by a file. */
const toldByName =
  /^(?:msapplication-(?:tileimage|square70x70logo|square150x150logo|wide310x150logo|square310x310logo|config)|twitter:image)$/;
const toldByProperty = /^og:(?:image(?::url)?|audio|video|(?:image|audio|video):secure_url)$/;
const elsewhere = /^(?:[a-z][a-z0-9+.-]*:|\/\/|#|$)/i;
/** Elements that may name a page: its address has no ending, and bundlers would find a module for it. */
const pointers = /^(?:link|meta)$/;
const hasEnding = /^[^?#]*\.\w+(?:[?#].*)?$/s;
/** One of several pictures: its address may have commas in it, but not at its ends (HTML §4.8.4.2.1). */
const candidates = /([^\s,]\S*[^\s,]|[^\s,])(?:\s+[^,]*)?(?:,|$)/g;

/** Finds what a page's elements bring: pictures of one and of several sizes, films, what is said of it to others. */
export function findPageReferences(page: string): readonly PageReference[] {
  return Array.from(readPageTags(page), (tag) =>
    addressesOf(tag)
      .filter((address) => !elsewhere.test(address))
      .filter((address) => !pointers.test(tag.name) || hasEnding.test(decodeAddress(address)))
      .map((specifier) => ({ element: tag.name, specifier, offset: tag.offset })),
  ).flat();
}

function addressesOf({ name, attributes }: PageTag): readonly string[] {
  if (attributes.has("vite-ignore") || (name === "meta" && !isFileTold(attributes))) return [];
  return (attributesOf.get(name) ?? []).flatMap((key) => {
    const value = attributes.get(key)?.trim() ?? "";
    return key.endsWith("srcset")
      ? Array.from(value.matchAll(candidates), ([, address]) => address!)
      : [value];
  });
}

function isFileTold(attributes: PageTag["attributes"]): boolean {
  const told = (key: string) => attributes.get(key)?.trim().toLowerCase() ?? "";
  return toldByName.test(told("name")) || toldByProperty.test(told("property"));
}
