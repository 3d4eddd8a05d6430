import { createHash } from "node:crypto";

import { describe, expect, it } from "vitest";

import { nodePlatform } from "../../adapters/node/platform.ts";
import { createProofOfWork } from "./proof-of-work.ts";

const proofs = createProofOfWork(nodePlatform);
const now = 1_700_000_000_000;
const minute = 60_000;
const bits = 8;

/** Finds the number by another way than the service counts bits. */
function solve(challenge: string, wanted: number, from = 0): string {
  for (let number = from; ; number++) {
    const proof = `${challenge}:${number}`;
    const hash = createHash("sha256").update(proof).digest();
    const leading = [...hash]
      .map((byte) => byte.toString(2).padStart(8, "0"))
      .join("")
      .indexOf("1");
    if (leading >= wanted) return proof;
  }
}

describe("a proof of work", () => {
  const verify = (proof: string, { operation = "contact", at = now, wanted = bits } = {}) =>
    proofs.verify(proof, { operation, bits: wanted, now: at });

  it("holds once, for its operation, for five minutes", () => {
    const proof = solve(proofs.challenge("contact", now), bits);
    expect(verify(proof, { operation: "sign-up" })).toBe("stale");
    expect(verify(proof, { at: now + 5 * minute + 1 })).toBe("stale");
    expect(verify(proof, { at: now - 1 })).toBe("stale");
    expect(verify(proof, { at: now + 5 * minute })).toBe("valid");
    expect(verify(proof)).toBe("stale");
  });

  it("holds once for a challenge, whatever other number solves it too", () => {
    const challenge = proofs.challenge("contact", now);
    const first = solve(challenge, bits);
    expect(verify(first)).toBe("valid");
    expect(verify(solve(challenge, bits, Number(first.split(":")[1]) + 1))).toBe("stale");
  });

  it.each([8, 9, 11, 12, 13, 16])(
    "takes exactly the work that was asked for: %d bits",
    (wanted) => {
      const challenge = proofs.challenge("contact", now);
      let almost = "";
      for (let number = 0; almost === ""; number++) {
        const hash = createHash("sha256").update(`${challenge}:${number}`).digest();
        const zeros = Math.clz32(hash.readUInt32BE());
        if (zeros === wanted - 1) almost = `${challenge}:${number}`;
      }
      expect(verify(almost, { wanted })).toBe("invalid");
      expect(verify(almost, { wanted: wanted - 1 })).toBe("valid");
      expect(verify(solve(proofs.challenge("contact", now), wanted), { wanted })).toBe("valid");
    },
  );

  it.each(["", ":", "x:1", "a.b.c:1", "1.AAAAAAAAAAAAAAAAAAAAAA.x:1", `${"9".repeat(20_000)}:1`])(
    "is none when it was never asked for: %.30j",
    (proof) => {
      expect(verify(proof)).toBe("invalid");
    },
  );

  it("cannot be solved ahead: a challenge of one's own making is not ours", () => {
    const own = createProofOfWork(nodePlatform).challenge("contact", now);
    expect(verify(solve(own, bits))).toBe("stale");
    const [time, random, signature] = proofs.challenge("contact", now).split(".");
    const later = (now + 60 * minute).toString(36);
    expect(verify(solve(`${later}.${random}.${signature}`, bits), { at: now + 60 * minute })).toBe(
      "stale",
    );
    expect(verify(solve(`${time}.${"A".repeat(22)}.${signature}`, bits))).toBe("stale");
  });
});
