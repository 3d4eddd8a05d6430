import { describe, expect, test } from "vitest";

import { nodePlatform } from "../../adapters/node/platform.ts";
import type { Argon2Cost } from "../../ports/platform.ts";
import { createPasswords } from "./passwords.ts";

const passwords = createPasswords(nodePlatform);

/** Counts what is hashed, and holds it until it is told to go on. */
function createHeld(cores: number) {
  const costs: Argon2Cost[] = [];
  const gates: (() => void)[] = [];
  const held = createPasswords({
    ...nodePlatform,
    cores,
    async argon2id(_text, _salt, cost) {
      costs.push(cost);
      await new Promise<void>((resolve) => void gates.push(resolve));
      return new Uint8Array(cost.length);
    },
  });
  return { held, costs, gates };
}

describe("a password", () => {
  test("is known by its hash, which is never the same twice", async () => {
    const [first, second] = await Promise.all([passwords.hash("grün"), passwords.hash("grün")]);
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(second).not.toBe(first);
    expect(await passwords.verify(first, "grün")).toEqual({ ok: true, needsRehash: false });
    expect(await passwords.verify(first, "grun")).toEqual({ ok: false, needsRehash: false });
  });

  test("is the same however its characters are composed", async () => {
    const hash = await passwords.hash("gru\u0308n \uFB01nden");
    expect((await passwords.verify(hash, "gr\u00FCn finden")).ok).toBe(true);
  });

  test("is hashed anew when its hash was made at another price", async () => {
    const salt = nodePlatform.randomBytes(16);
    const cheap = { memoryKib: 64, passes: 1, parallelism: 1, length: 32 };
    const hash = Buffer.from(await nodePlatform.argon2id("open", salt, cheap));
    const unpadded = (bytes: Buffer) => bytes.toString("base64").replaceAll("=", "");
    const phc = `$argon2id$v=19$m=64,t=1,p=1$${unpadded(Buffer.from(salt))}$${unpadded(hash)}`;
    expect(await passwords.verify(phc, "open")).toEqual({ ok: true, needsRehash: true });
  });

  test.each([undefined, "", "plain text", "$argon2id$v=19$m=999999,t=99,p=1$AAAA$AAAA"])(
    "never matches %j, and is hashed all the same",
    async (phc) => {
      const { held, costs, gates } = createHeld(2);
      const verified = held.verify(phc, "open");
      gates[0]!();
      // The hash is all zeros here, as the one that stands in for a missing one.
      expect(await verified).toEqual({ ok: false, needsRehash: false });
      expect(costs).toEqual([{ memoryKib: 19_456, passes: 2, parallelism: 1, length: 32 }]);
    },
  );
});

test.each([
  [1, 1],
  [2, 1],
  [4, 3],
])(
  "on %i cores %i are hashed at once, 32 wait, and the next is told to come again",
  async (cores, atOnce) => {
    const { held, costs, gates } = createHeld(cores);
    const accepted = Array.from({ length: atOnce + 32 }, () => held.hash("x"));
    expect(costs).toHaveLength(atOnce);
    const refused = {
      problem: { code: "overloaded", status: 503 },
      headers: { "retry-after": "2" },
    };
    await expect(held.hash("x")).rejects.toMatchObject(refused);
    expect(() => held.assertRoom()).toThrow(/Try again in a moment/);
    for (let done = 0; done < accepted.length; done++) {
      gates[done]!();
      await accepted[done];
      expect(costs.length - done - 1).toBeLessThanOrEqual(atOnce);
      await Promise.resolve();
    }
    expect(costs).toHaveLength(accepted.length);
    held.assertRoom();
  },
);
