import { spawnSync } from "node:child_process";

/** A stretch of a program without any end of a statement or an item that is longer may be one expression in thousands of others. */
const longestStretch = 20_000;

/** Statements that may stand within each other without brackets. */
const mostNested = 3000;

const probe = `
import { text } from "node:stream/consumers";
import { parseSync } from ${JSON.stringify(import.meta.resolve("oxc-parser"))};
parseSync("probe.tsx", await text(process.stdin), { sourceType: "unambiguous" });
`;

/**
 * Whether the parser lives through a text. It is a native one, and what nests by thousands ends the whole process rather than
 * in an error; so what may do so is tried in a process of its own first.
 */
export function survivesParsing(text: string): boolean {
  if (!isDoubtful(text)) return true;
  const { status } = spawnSync(process.execPath, ["--input-type=module", "--eval", probe], {
    input: text,
    stdio: ["pipe", "ignore", "ignore"],
    timeout: 60_000,
  });
  return status === 0;
}

function isDoubtful(text: string): boolean {
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0x3b || unit === 0x2c || unit === 0x7b || unit === 0x7d) start = at;
    else if (at - start > longestStretch) return true;
  }
  return (
    (text.match(/\b(?:else if|for|while|with|if)\b/g)?.length ?? 0) >
    mostNested * (1 + text.length / 200_000)
  );
}
