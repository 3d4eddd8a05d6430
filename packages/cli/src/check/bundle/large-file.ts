import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";

import type { Finding, NeedleHit, NeedleSearch, Undecided } from "servery/boundary";
import { toSecretFinding, withoutPartHits } from "servery/boundary";

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
  const tell = (hits: readonly NeedleHit[]) => {
    for (const hit of hits) {
      const finding = toSecretFinding(hit, shown);
      if (!found.has(finding.subject)) found.set(finding.subject, finding);
    }
  };
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), async (pieces) => {
    // A part may end before its whole does, in the piece before.
    let before: readonly NeedleHit[] = [];
    for await (const piece of pieces as AsyncIterable<Uint8Array>) {
      const hits = scan.push(piece);
      tell(withoutPartHits(before, [...before, ...hits]));
      before = hits;
    }
    tell(withoutPartHits(before));
  });
  const reason = `it is larger than ${largestWhole >> 20} MiB, so it was searched as it is, but nothing within it`;
  return {
    findings: [...found.values()],
    undecided: media.test(shown) ? [] : [{ subject: shown, reason }],
  };
}
