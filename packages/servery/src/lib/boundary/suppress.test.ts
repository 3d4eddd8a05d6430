import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";

import { boundaryFile, parseBoundarySettings } from "./boundary-settings.ts";
import type { Finding } from "./finding.ts";
import { suppress, toFingerprint } from "./suppress.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const print = (finding: Finding) => toFingerprint(finding, sha256);
const families = ["bundle"];
const now = Date.parse("2026-11-28T23:59:59Z");

function found(more: Partial<Finding> = {}): Finding {
  const place = { file: "dist/app.js", line: 1, column: 1 };
  const texts = { message: "It is there.", fix: "Take it out." };
  const all = { rule: "bundle/secret", severity: "error", subject: "KEY raw" } as const;
  return { ...all, ...place, ...texts, within: [], chain: [], ...more };
}

const settings = (until: string, fingerprint = print(found())) => [
  { fingerprint, rule: "bundle/secret", reason: "it is public", until },
];

describe("a suppression", () => {
  test("holds through its last day, wherever in its file the finding moves", () => {
    const moved = found({ line: 9, column: 4, message: "Other words." });
    expect(suppress([moved], settings("2026-11-28"), { families, print, now })).toEqual([]);
  });

  test.each([{ file: "dist/b.js" }, { rule: "bundle/key" }, { subject: "KEY base64" }])(
    "says nothing of a finding with another %o",
    (more) => {
      const rest = suppress([found(more)], settings("2027-01-01"), { families, print, now });
      expect(rest.map(({ rule }) => rule)).toEqual([found(more).rule, "suppression/stale"]);
    },
  );

  test("holds for what a bundler calls otherwise after each change", () => {
    const names = ["dist/index-B3kd92aX.js", "dist/index-Qx_9-kL0.js"];
    const [one, other] = names.map((file) => print(found({ file })));
    expect(one).toBe(other);
    expect(print(found({ file: "dist/index.js" }))).not.toBe(one);
    const map = (hash: string) => print(found({ file: `dist/a-${hash}.js.map › src/pay.ts` }));
    expect(map("B3kd92aX")).toBe(map("Qx_9-kL0"));
    expect(print(found({ file: "src/a.ts" }))).not.toBe(print(found({ file: "src/b.ts" })));
  });

  test("names its rule: another with the same fingerprint is none", () => {
    const [own] = settings("2027-01-01");
    const rest = suppress([found()], [{ ...own!, rule: "bundle/key-format" }], {
      families,
      print,
      now,
    });
    expect(rest.map(({ rule }) => rule)).toEqual(["bundle/secret", "suppression/stale"]);
  });

  test("that is over is told, with what it suppressed", () => {
    const rest = suppress([found()], settings("2026-11-27"), { families, print, now });
    expect(rest.map(({ rule }) => rule)).toEqual(["bundle/secret", "suppression/expired"]);
  });
});

test("of what was not looked for is not stale", () => {
  const options = { families: ["graph"], print, now };
  expect(suppress([], settings("2027-01-01"), options)).toEqual([]);
});

describe("the file", () => {
  test("may say little", () => {
    expect(parseBoundarySettings(`{"server":["service"]}`)).toEqual({
      entries: [],
      server: ["service"],
      output: [],
      suppressions: [],
    });
  });

  test.each<[string, string]>([
    ["{", "it is no JSON"],
    ["[]", "must be an object"],
    [`{"sever":[]}`, 'there is no "sever"'],
    [`{"server":"service"}`, '"server" must be a list of paths'],
    [`{"server":[""]}`, '"server" must be a list of paths'],
    [`{"suppressions":{}}`, '"suppressions" must be a list'],
    [`{"suppressions":[null]}`, 'suppression 1 needs a "fingerprint"'],
    [`{"suppressions":[{"fingerprint":"0123456789abcdef","reason":" "}]}`, 'needs a "reason"'],
    [`{"suppressions":[{"fingerprint":"0123456789abcdef","rule":"x"}]}`, 'needs a "rule"'],
    [
      `{"suppressions":[{"fingerprint":"0123456789abcdef","reason":"x","until":"2027-02-30"}]}`,
      'needs a day "until"',
    ],
  ])("with a mistake is refused: %s", (text, why) => {
    expect(() => parseBoundarySettings(text)).toThrow(why);
    expect(() => parseBoundarySettings(text)).toThrow(boundaryFile);
  });
});
