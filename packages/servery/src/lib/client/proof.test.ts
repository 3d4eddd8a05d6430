import { createHash } from "node:crypto";

import { describe, expect, test, vi } from "vitest";

import { ProblemError } from "../protocol/problem-error.ts";
import { shop } from "./accounts-contract.fixture.ts";
import { createClient } from "./client.ts";
import type { LinkClientOptions } from "./client-options.ts";
import { createHasher } from "./sha-256.ts";
import { createSkippingClock } from "./skipping-clock.fixture.ts";
import { solveWork } from "./solve-work.ts";

const digest = (text: string) => createHash("sha256").update(text).digest().readUInt32BE(0);

describe("the digest", () => {
  test.each(["", "a", "abc:", "x".repeat(55), "x".repeat(63), "y".repeat(64), "é".repeat(100)])(
    "of texts that begin with %j is SHA-256's",
    (prefix) => {
      const hash = createHasher(prefix);
      for (const rest of ["", "0", "12345", "9007199254740991"])
        expect(hash(rest)).toBe(digest(prefix + rest));
    },
  );
});

describe("work", () => {
  test.each([0, 1, 8, 12, 16])("of %i bits is done", async (bits) => {
    const number = await solveWork("challenge", bits, AbortSignal.timeout(60_000));
    expect(bits === 0 ? 0 : digest(`challenge:${number}`) >>> (32 - bits)).toBe(0);
  });

  test("ends when nobody waits for it any more", async () => {
    const controller = new AbortController();
    const working = solveWork("challenge", 32, controller.signal);
    controller.abort(new Error("enough"));
    await expect(working).rejects.toThrow("enough");
  });
});

/** A service that asks for this proof until it gets one. */
function connect(data: unknown, options: Partial<LinkClientOptions> = {}) {
  const seen: Record<string, string>[] = [];
  const call: LinkClientOptions["link"]["call"] = async (_, __, { headers = {} }) => {
    seen.push({ ...headers });
    if (headers["servery-proof"] !== undefined || headers["servery-captcha"] !== undefined)
      return { attempt: "a" };
    const code = "proof_required";
    throw new ProblemError({ type: "", title: code, status: 428, code, data });
  };
  const clock = createSkippingClock();
  const client = createClient(shop, { link: { call }, clock, ...options });
  return { seen, clock, signUp: () => client.auth.signUp({ email: "a@b.c", password: "x" }) };
}

describe("a form that asks for a proof", () => {
  test("is given the work, once", async () => {
    const { signUp, seen } = connect({ challenge: "c:1", bits: 10 });
    expect(await signUp()).toEqual({ attempt: "a" });
    expect(seen).toHaveLength(2);
    const proof = seen[1]!["servery-proof"]!;
    expect(proof).toMatch(/^c:1:\d+$/);
    expect(digest(proof) >>> 22).toBe(0);
  });

  test("is given what the captcha gave, however long it takes", async () => {
    let asked = 0;
    const { signUp, seen, clock } = connect(
      { captcha: true },
      {
        captcha: async () => {
          asked += 1;
          clock.pass(600_000);
          return "passed";
        },
      },
    );
    expect(await signUp()).toEqual({ attempt: "a" });
    expect([asked, seen[1]?.["servery-captcha"]]).toEqual([1, "passed"]);
  });

  test.each([[{ captcha: true }], [undefined], [{}], [{ challenge: 1, bits: "x" }]])(
    "is a problem where %j cannot be met",
    async (data) => {
      const { signUp, seen } = connect(data);
      await expect(signUp()).rejects.toMatchObject({ code: "proof_required" });
      expect(seen).toHaveLength(1);
    },
  );

  test("that is not content with it is not given another", async () => {
    const refuse = vi.fn<LinkClientOptions["link"]["call"]>(async () => {
      const [code, data] = ["proof_required", { challenge: "c", bits: 1 }];
      throw new ProblemError({ type: "", title: code, status: 428, code, data });
    });
    const client = createClient(shop, { link: { call: refuse }, clock: createSkippingClock() });
    const signingUp = client.auth.signUp({ email: "a@b.c", password: "x" });
    await expect(signingUp).rejects.toMatchObject({ code: "proof_required" });
    expect(refuse).toHaveBeenCalledTimes(2);
  });
});
