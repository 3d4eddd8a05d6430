import { type Finding, oneOfEach, type Undecided } from "../finding.ts";
import { createNeedleSearch } from "../secrets/needle-search.ts";
import { type KnownSecret, toNeedles } from "../secrets/needles.ts";
import {
  type AssetKind,
  archiveOf,
  compressionOf,
  isWide,
  kindOfFile,
  toText,
} from "./asset-kind.ts";
import type { AssetTools } from "./asset-tools.ts";
import { withoutRepeats } from "./gather-sightings.ts";
import { createDeepSearch, type DeepSearch } from "./deep-search.ts";
import { toFinding } from "./sighting.ts";

/** A file that browsers are sent. */
export interface Asset {
  /** As it is shown. Its endings say what it is. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface AssetVerdict {
  readonly findings: readonly Finding[];
  readonly undecided: readonly Undecided[];
}

/** Of a compressed file, at most so much is looked at. */
const largestInside = 1 << 26;

/** What is compressed again and again is not followed without end. */
const deepestInside = 3;

/**
 * Makes what searches files that browsers are sent: for known secrets, for keys by their providers' formats, and for
 * constants that look like secrets. Whatever it could not look into, it tells.
 */
export function createAssetScan(
  secrets: readonly KnownSecret[],
  tools: AssetTools,
): (asset: Asset) => AssetVerdict {
  const needles = createNeedleSearch(secrets.flatMap(toNeedles));
  const texts = createDeepSearch(needles, tools);
  return (asset) => scan(asset, asset.name, 0, { texts, tools });
}

interface Search {
  readonly texts: DeepSearch;
  readonly tools: AssetTools;
}

function scan({ name, bytes }: Asset, shown: string, depth: number, search: Search): AssetVerdict {
  const compression = compressionOf(name, bytes);
  const own = scanPlain(
    { bytes },
    compression === undefined ? kindOfFile(name) : "binary",
    shown,
    search,
  );
  if (compression === undefined) return own;
  const tell = (reason: string) => ({
    findings: own.findings,
    undecided: [...own.undecided, { subject: shown, reason }],
  });
  if (depth >= deepestInside) return tell("it is compressed more often than is followed");
  let inner: Uint8Array;
  try {
    inner = search.tools.decompress(bytes, compression.format, largestInside);
  } catch {
    return tell(
      `it could not be decompressed as ${compression.format}: it is broken, or larger than ${largestInside >> 20} MiB inside`,
    );
  }
  const inside = scan({ name: compression.name, bytes: inner }, shown, depth + 1, search);
  return {
    findings: [...inside.findings, ...own.findings],
    undecided: [...inside.undecided, ...own.undecided],
  };
}

function scanPlain(
  { bytes }: Pick<Asset, "bytes">,
  named: AssetKind,
  shown: string,
  { texts }: Pick<Search, "texts">,
): AssetVerdict {
  const looksBinary = named === "text" && bytes.subarray(0, 65_536).includes(0);
  const isUtf16 = named !== "binary" && isWide(bytes);
  const kind = looksBinary && !isUtf16 ? "binary" : named;
  const text = toText(bytes, kind);
  const { sightings, reasons } = texts.search(text, kind, isUtf16 ? undefined : bytes);
  const more = isUtf16 ? scanPlain({ bytes }, "binary", shown, { texts }) : undefined;
  const archive = archiveOf(bytes);
  if (archive !== undefined) reasons.add(`it is an archive (${archive}), which is not looked into`);
  const found = withoutRepeats(sightings).map((each) => toFinding(each, shown, text));
  return {
    findings: oneOfEach([...found, ...(more?.findings ?? [])]),
    undecided: [...reasons].map((reason) => ({ subject: shown, reason })),
  };
}
