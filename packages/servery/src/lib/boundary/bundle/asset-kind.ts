/** What a file or a part of one is, which says how it is looked at beyond its bytes. */
export type AssetKind =
  | "script"
  | "typescript"
  /** May be a script; if it is none, that is no news. */
  | "code"
  | "json"
  | "map"
  | "html"
  | "css"
  | "text"
  | "binary";

/** How a file is compressed. */
export type Compression = "gzip" | "brotli" | "zstd";

const byEnding: Readonly<Record<string, AssetKind>> = {
  js: "script",
  mjs: "script",
  cjs: "script",
  ts: "typescript",
  mts: "typescript",
  cts: "typescript",
  tsx: "typescript",
  jsx: "typescript",
  json: "json",
  webmanifest: "json",
  map: "map",
  html: "html",
  htm: "html",
  xhtml: "html",
  svg: "html",
  xml: "html",
  vue: "html",
  svelte: "html",
  css: "css",
};
const media =
  /\.(?:png|jpe?g|gif|webp|avif|ico|bmp|woff2?|ttf|otf|eot|mp[34]|m4a|webm|ogg|wav|flac|mov)$/i;

export function kindOfFile(name: string): AssetKind {
  const path = name.replace(/[?#].*$/, "");
  if (media.test(path)) return "binary";
  const ending = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? "";
  return Object.hasOwn(byEnding, ending) ? byEnding[ending]! : "text";
}

/** By a media type (RFC 6838), as `data:` addresses and `<script type>` have it. */
export function kindOfType(type: string): AssetKind {
  if (/javascript|ecmascript|jscript/i.test(type)) return "script";
  if (/json|importmap|speculationrules/i.test(type)) return "json";
  if (/html|svg|xml/i.test(type)) return "html";
  if (/css/i.test(type)) return "css";
  return /^(?:image|font|audio|video)\//i.test(type) ? "binary" : "text";
}

const endings: Readonly<Record<string, Compression>> = {
  gz: "gzip",
  br: "brotli",
  zst: "zstd",
  zstd: "zstd",
};

/** How a file says that it is compressed, and what it is once it is no more. Brotli has no other sign than the name. */
export function compressionOf(
  name: string,
  bytes: Uint8Array,
): { readonly format: Compression; readonly name: string; readonly isNamed: boolean } | undefined {
  const [, inner = name, ending = ""] = /^(.*)\.(gz|br|zstd?)$/i.exec(name) ?? [];
  const named = endings[ending.toLowerCase()];
  if (named !== undefined) return { format: named, name: inner, isNamed: true };
  const format = signatureOf(bytes);
  return format === undefined ? undefined : { format, name, isNamed: false };
}

/** RFC 1952 §2.3.1, RFC 8878 §3.1.1. */
export function signatureOf([a, b, c, d]: Uint8Array): Compression | undefined {
  if (a === 0x1f && b === 0x8b && c === 8) return "gzip";
  return a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd ? "zstd" : undefined;
}

const archives: readonly (readonly [name: string, signature: string])[] = [
  ["ZIP", "PK\u0003\u0004"],
  ["7z", "7z\u00BC\u00AF\u0027\u001C"],
  ["RAR", "Rar!\u001A\u0007"],
  ["xz", "\u00FD7zXZ\u0000"],
  ["bzip2", "BZh"],
];

/** The name of an archive format that is not looked into. */
export function archiveOf(bytes: Uint8Array): string | undefined {
  const first = String.fromCharCode(...bytes.subarray(0, 8));
  const [name] = archives.find(([, signature]) => first.startsWith(signature)) ?? [];
  return name === "bzip2" && !/^BZh[1-9]1AY/.test(first) ? undefined : name;
}

/** Whether a mark says that it is UTF-16 (Unicode 23.8). */
export function isWide([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

/** The text of bytes: UTF-8, or UTF-16 where a mark says so; of what is no text, one character a byte. */
export function toText(bytes: Uint8Array, kind: AssetKind): string {
  if (kind === "binary") return fromBytes(bytes);
  const wide = bytes[0] === 0xff ? "utf-16le" : "utf-16be";
  return new TextDecoder(isWide(bytes) ? wide : "utf-8", { ignoreBOM: true }).decode(bytes);
}

/** Not as `latin1` is decoded, which is Windows-1252 to the Encoding Standard. */
function fromBytes(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192)
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return pieces.join("");
}
