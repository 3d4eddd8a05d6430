import { describe, expect, test } from "vitest";

import { checkFiles } from "./case-folder.ts";

const values: Readonly<Record<string, string>> = {
  "letters beyond ASCII": "pässwörd-日本-😀-0123456789",
  "signs that escape": "a\\b/c%41&amp;d'e\"f`g${h}<i>+=",
  lines:
    "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----\n",
  "an address": "postgres://app:pa%24%24w0rd-of-app@db.shop.io:5432/shop?ssl=true",
};
const escape = (value: string, some: RegExp) =>
  JSON.stringify(value).replaceAll(
    some,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

describe.each(Object.entries(values))("a secret with %s is found", (_, value) => {
  test.each<readonly [string, string, string]>([
    ["as it is", "a.txt", `a ${value} b`],
    ["in a literal", "a.js", `f(${JSON.stringify(value)})`],
    ["in a literal of ASCII", "a.js", `f(${escape(value, /[^ -~]/g)})`],
    ["in a literal of which some is escaped", "a.js", `f(${escape(value, /[a-f0-3]/g)})`],
    ["in a template", "a.js", `f(\`${value.replaceAll(/[\\`$]/g, "\\$&")}\`)`],
    [
      "in a sum",
      "a.js",
      `f(${JSON.stringify(value.slice(0, 9))}+${JSON.stringify(value.slice(9))})`,
    ],
    ["in JSON", "a.json", JSON.stringify({ a: { b: [value] } })],
    ["in JSON in JSON", "a.json", JSON.stringify({ a: JSON.stringify({ value }) })],
    ["in a page", "a.html", value.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)],
    ["in an address", "a.css", `a{b:url(/?a=${encodeURIComponent(value)})}`],
    ["in a form", "a.txt", encodeURIComponent(value).replaceAll("%20", "+")],
    ["in Base64", "a.txt", Buffer.from(`xy${value}`).toString("base64")],
    [
      "in Base64 twice",
      "a.txt",
      Buffer.from(Buffer.from(value).toString("base64")).toString("base64"),
    ],
    ["in hexadecimal", "a.txt", Buffer.from(value).toString("hex")],
    ["in a program's Base64", "a.js", `f(atob("${Buffer.from(value).toString("base64")}"))`],
    [
      "in a map",
      "a.js.map",
      JSON.stringify({
        version: 3,
        sources: ["a"],
        sourcesContent: [`f(${JSON.stringify(value)})`],
      }),
    ],
  ])("%s", async (_way, file, text) => {
    const { findings } = await checkFiles({ [file]: text }, [{ name: "KEY", value }]);
    expect(findings.map(({ subject }) => subject.split(" ")[0])).toContain("KEY");
    expect(JSON.stringify(findings)).not.toContain(JSON.stringify(value).slice(1, -1));
  });
});

const split = `f("sk/pay_51Hab"+"c8+Qz9Wq~t7")`;
const svg = `<svg><script>${split}</script></svg>`;

test.each<readonly [string, string, string]>([
  ["a list of JSON", "a.json", `["sk/pay_51Hab","c8+Qz9Wq~t7"]`],
  ["bytes in JSON", "a.json", JSON.stringify([...Buffer.from("sk/pay_51Habc8+Qz9Wq~t7")])],
  ["a regular expression", "a.js", String.raw`f(/sk\/pay_51Habc8\+Qz9Wq~t7/)`],
  ["an image in a style", "a.css", `a{b:url("data:image/svg+xml,${encodeURIComponent(svg)}")}`],
  [
    "an image in Base64",
    "a.css",
    `a{b:url(data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")})}`,
  ],
  ["a directive of a page", "a.html", `<p x-data="{ k: 'sk/pay_51Hab' + 'c8+Qz9Wq~t7' }">`],
  [
    "data of a page",
    "a.html",
    String.raw`<script type="application/json">{"k":["sk\/pay_51Hab","c8\u002bQz9Wq~t7"]}</script>`,
  ],
  [
    "a source without an ending",
    "a.map",
    JSON.stringify({ version: 3, sources: ["a"], sourcesContent: [split] }),
  ],
  [
    "a source with a question",
    "a.map",
    JSON.stringify({ version: 3, sources: ["webpack:///./a.ts?b.c"], sourcesContent: [split] }),
  ],
  ["a tagged template", "a.js", "f(String.raw`sk/pay_51Hab${'c8+Qz9Wq~t7'}`)"],
  [
    "lines of Base64",
    "a.txt",
    Buffer.from(`${"x".repeat(20)}sk/pay_51Habc8+Qz9Wq~t7${"y".repeat(60)}`)
      .toString("base64")
      .replaceAll(/.{32}/g, "$&\r\n"),
  ],
])("what is put together in %s is found", async (_, file, text) => {
  const known = { name: "KEY", value: "sk/pay_51Habc8+Qz9Wq~t7" };
  const { findings } = await checkFiles({ [file]: text }, [known]);
  expect(findings.map(({ rule }) => rule)).toContain("bundle/secret");
});
