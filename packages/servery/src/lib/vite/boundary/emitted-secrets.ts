import * as zlib from "node:zlib";

import { type AssetTools, createDecompress } from "../../boundary/bundle/asset-tools.ts";
import { type Asset, createAssetScan } from "../../boundary/bundle/scan-asset.ts";
import { type Finding, oneOfEach } from "../../boundary/finding.ts";
import { toSecretFinding } from "../../boundary/bundle/sighting.ts";
import { createNeedleSearch } from "../../boundary/secrets/needle-search.ts";
import { type KnownSecret, toNeedles } from "../../boundary/secrets/needles.ts";
import { withoutPartHits } from "../../boundary/secrets/secret-parts.ts";
import type { BundlerContext } from "./bundler.ts";
import type { EmittedFile } from "./emitted-modules.ts";
import { nestsWithoutEnd } from "./nesting.ts";

/**
 * Finds known secrets and keys of providers in what is written; in maps, which are large, known secrets alone. What only may
 * be a secret does not stop a build: `servery check` tells of it. Of code that cannot be looked into is warned.
 * @param show a file's path as `servery check` writes it, so that one suppression is enough for both
 */
export function findEmittedSecrets(
  context: Pick<BundlerContext, "parse" | "warn">,
  files: readonly EmittedFile[],
  secrets: readonly KnownSecret[],
  show: (fileName: string) => string,
): readonly Finding[] {
  const scan = createAssetScan(secrets, toTools(context));
  const needles = createNeedleSearch(secrets.flatMap(toNeedles));
  const written = new Set(files.map(({ fileName }) => fileName));
  const scanFile = (file: EmittedFile) => {
    const { findings, undecided } = scan(toAsset(file));
    if (file.type === "chunk" && secrets.length > 0)
      for (const { subject, reason } of undecided)
        context.warn(`${subject} is searched for secrets as it stands only: ${reason}.`);
    return findings;
  };
  const found = files.flatMap((file) => [
    ...toMaps(file, written).flatMap(({ name, bytes }) =>
      withoutPartHits(needles.findAll(bytes)).map((hit) => toSecretFinding(hit, name)),
    ),
    ...(isMap(file) ? [] : scanFile(file)),
  ]);
  return oneOfEach(found.filter(({ severity }) => severity === "error")).map((finding) => {
    // A source in a map is named after the map.
    const [fileName = "", ...inner] = finding.file.split(" › ");
    return { ...finding, file: [show(fileName), ...inner].join(" › ") };
  });
}

function isMap({ fileName }: EmittedFile): boolean {
  return fileName.endsWith(".map");
}

/** What a file has of maps: itself, or what the bundler has not made a file of yet. */
function toMaps(file: EmittedFile, written: ReadonlySet<string>): readonly Asset[] {
  if (isMap(file)) return [toAsset(file)];
  const name = `${file.fileName}.map`;
  if (file.type === "asset" || file.map === null || written.has(name)) return [];
  return [{ name, bytes: encoder.encode(JSON.stringify(file.map)) }];
}

const encoder = new TextEncoder();

function toAsset(file: EmittedFile): Asset {
  const text = file.type === "chunk" ? file.code : file.source;
  return { name: file.fileName, bytes: typeof text === "string" ? encoder.encode(text) : text };
}

function toTools(context: Pick<BundlerContext, "parse">): AssetTools {
  return {
    parse(text, lang) {
      if (nestsWithoutEnd(text)) return undefined;
      try {
        return context.parse(text, { lang, jsx: lang === "tsx" }) as ReturnType<
          AssetTools["parse"]
        >;
      } catch {
        return undefined;
      }
    },
    decompress: createDecompress(zlib),
  };
}
