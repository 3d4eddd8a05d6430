import { describe, expect, test } from "vitest";

import { createEgress } from "./egress.ts";

function open(value: string) {
  const egress = createEgress({ scan: true });
  egress.open([{ name: "KEY", value }]);
  return egress;
}

/** As React writes it into a page. */
const toReact = (text: string) =>
  text.replace(
    /["&'<>]/g,
    (sign) => ({ '"': "&quot;", "&": "&amp;", "'": "&#x27;", "<": "&lt;", ">": "&gt;" })[sign]!,
  );
const toUnit = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
const toRfc3986 = (text: string) =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
function asPassword(text: string): string {
  const url = new URL("https://a@b.example");
  url.password = text;
  return url.href;
}

describe("a secret is found in mixed escapes", () => {
  test.each<[string, string, (value: string) => string]>([
    ["of React", "ab'cd/&fghijklmnop", toReact],
    ["of a page with &apos;", "ab'cd/efghijklmnop", (value) => value.replace("'", "&apos;")],
    ["of a password in an address", "ab+cd/ef==ghijklmn", asPassword],
    ["of an address", 'ab[cd]"ef ghijklmn|', (value) => new URL(`https://a.example/${value}`).href],
    ["of RFC 3986", "ab*cd!ef'ghijklmn&", toRfc3986],
    [
      "of JSON in a page",
      'ab&cd</ef"ghijklmn',
      (value) => JSON.stringify(value).replace(/[&]/g, toUnit),
    ],
    [
      "of JSON in ASCII",
      "pässwörd-of-the-shop",
      (value) => JSON.stringify(value).replace(/[^ -~]/g, toUnit),
    ],
    ["of a script", "ab'cd`efghij${k}lmn", (value) => value.replace(/['`$]/g, "\\$&")],
    [
      "of a form that leaves quotes",
      "ab'cd ef&gh+ij klmn",
      (value) => encodeURIComponent(value).replaceAll("%20", "+"),
    ],
    ["of a regular expression", "ab+cd.ef(ghijklmn", (value) => value.replace(/[+.(]/g, "\\$&")],
    ["with letters that need none", "sk_live_of_the_shop", (value) => value.replace("_", "%5f")],
    ["where it has what looks like one", "ab%41cd'ef&amp;ghijkl", toReact],
    ["where its own are addresses'", "ab%2541cd*efghijkl", toRfc3986],
    ["where it has backslashes", "C:\\new'password\\x41b", toReact],
  ])("%s, once and within JSON and addresses", (_, value, write) => {
    const egress = open(value);
    const written = write(value);
    for (const text of [
      written,
      JSON.stringify({ written }),
      JSON.stringify(JSON.stringify({ written })),
      encodeURIComponent(written),
      JSON.stringify({ written: toReact(encodeURIComponent(written)) }),
    ])
      expect(egress.findIn(text)?.secret).toBe("KEY");
    expect(egress.findIn(write(value.slice(1)))).toBeUndefined();
  });
});

test.each<[string, string, string]>([
  ["a key's member", `{"kty":"oct","k":"${"mZ8k".repeat(10)}"}`, `"k":"${"mZ8k".repeat(10)}"`],
  [
    "a key within an account in Base64",
    btoa(`{"type":"account","private_key":"first-of-the'keys"}`),
    "first-of-the&#x27;keys",
  ],
  ["a name with its password in Base64", btoa("shop:s3cret'Passw0rd"), "shop:s3cret%27Passw0rd"],
])("%s is found without the rest", (_, value, leak) => {
  const egress = open(value);
  expect(egress.findIn(`{"words":${JSON.stringify(leak)}}`)?.secret).toMatch(/^KEY \(/);
  expect(egress.findIn(leak.slice(0, -3))).toBeUndefined();
  expect(egress.hideIn(`before ${leak} after`)).toMatch(/before .*Secret\(KEY \(\w+\)\)"? after/);
});

const toHex = (text: string) =>
  [...text].map((sign) => sign.charCodeAt(0).toString(16).padStart(2, "0")).join("");
const reverse = (text: string) => [...text].toReversed().join("");

describe("a secret that has escapes itself is found without them", () => {
  test.each<[string, string, string]>([
    ["of addresses", "ab%2Fcd%2Bef%3Dghijklmnop", "ab/cd+ef=ghijklmnop"],
    ["of addresses within others", "ab%252Fcd%252Bef%3Dghijklmnop", "ab%2Fcd%2Bef=ghijklmnop"],
    ["of pages", "ab&amp;cd&lt;efghijklmnop", "ab&cd<efghijklmnop"],
    ["of JSON", "ab\\ncd\\u0041efghijklmnop", "ab\ncdAefghijklmnop"],
  ])("%s, in all ways of writing it", (_, value, decoded) => {
    const egress = open(value);
    for (const write of [String, btoa, toHex, reverse, encodeURIComponent, JSON.stringify]) {
      expect(egress.findIn(`{"words":"${write(decoded)}"}`)?.secret).toBe("KEY");
      expect(egress.hideIn(`before ${write(decoded)} after`)).not.toContain(write(decoded));
      expect(egress.findIn(write(decoded.slice(1, -1)))).toBeUndefined();
    }
    expect(egress.findIn(btoa(`xy${decoded}z`))?.encoding).toBe("base64");
  });

  test("and where they make no whole letter", () => {
    expect(open("ab\\ud800cdefghijklmnop").findIn("ab\ud800cdefghijklmnop")?.secret).toBe("KEY");
  });

  test("but for what is short without them", () => {
    expect(open("%2F%2B%3D%2F%2B%3D").findIn("a path/+=/+=")).toBeUndefined();
  });
});

test("how it was written is told", () => {
  const egress = open("ab'cd/efghijklmnop");
  expect(egress.findIn("ab&#x27;cd/efghijklmnop")?.encoding).toBe("mixed escapes");
  expect(egress.findIn("ab'cd/efghijklmnop")?.encoding).toBe("raw");
});

test("texts with many escapes come to an end soon", () => {
  const egress = open("ab'cd/efghijklmnop");
  const texts = ["%25", "&amp;", "\\\\u0041", "\\", "&", "%", "&#x26;#x26;"];
  for (const text of texts) expect(egress.findIn(text.repeat(20_000))).toBeUndefined();
});

test("without secrets nothing is looked for", () => {
  const egress = createEgress({ scan: false });
  egress.open([{ name: "KEY", value: "ab'cd/efghijklmnop" }]);
  expect([egress.isIdle, egress.findIn("ab&#x27;cd/efghijklmnop")]).toEqual([true, undefined]);
});
