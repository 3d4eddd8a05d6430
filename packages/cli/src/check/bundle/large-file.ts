import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";

import type { Finding, NeedleSearch, Undecided } from "servery/boundary";
import { toSecretFinding } from "servery/boundary";

/** Files beyond this are read piece by piece, and searched for known secrets as they are. */
export const largestWhole = 1 << 26;

const media = /\.(?:png|jpe?g|gif|webp|avif|mp[34]|m4[av]|webm|ogg|wav|flac|mov|woff2?|ttf|otf)$/i;

/** Searches a file that is too large to be held. Of what is no picture, film or sound that is not all there is to do. */
export async function scanLargeFile(
  path: string,
  shown: string,
  search: NeedleSearch,
): Promise<{ readonly findings: readonly Finding[]; readonly undecided: readonly Undecided[] }> {
  const scan = search.beginBytes();
  const found = new Map<string, Finding>();
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), async (pieces) => {
    for await (const piece of pieces as AsyncIterable<Uint8Array>)
      for (const hit of scan.push(piece)) {
        const finding = toSecretFinding(hit, shown);
        if (!found.has(finding.subject)) found.set(finding.subject, finding);
      }
  });
  const reason = `it is larger than ${largestWhole >> 20} MiB, so it was searched as it is, but nothing within it`;
  return {
    findings: [...found.values()],
    undecided: media.test(shown) ? [] : [{ subject: shown, reason }],
  };
}
