import { parseSync } from "oxc-parser";
import { describe, expect, test } from "vitest";

import { foldStrings } from "./fold-strings.ts";

function fold(code: string) {
  const { program, errors } = parseSync("a.js", code, { lang: "js", sourceType: "script" });
  expect(errors).toEqual([]);
  return foldStrings(program);
}
const textsOf = (code: string) => fold(code).strings.map(({ text }) => text);
const whole = "sk_live_0123456789";

describe("a text is put together", () => {
  test.each([
    `f("sk_" + "live_" + "0123456789")`,
    `f("sk_" + ("live_" + "0123456789"))`,
    `f("sk_".concat("live_", "0123456789"))`,
    `f(\`sk_\${"live_"}0123456789\`)`,
    `f(["sk_", "live_", "0123456789"].join(""))`,
    `f(["sk", "live", "0123456789"].join("_"))`,
    `f(["sk_", ...["live_", "0123456789"]].join(""))`,
    `f("9876543210_evil_ks".split("").reverse().join(""))`,
    `f([..."9876543210_evil_ks"].toReversed().join(""))`,
    `f(Array.from("9876543210_evil_ks").reverse().join(""))`,
    `f(String.fromCharCode(115, 107, 95) + "live_0123456789")`,
    `f(String.fromCharCode(...[0x73, 107, 95]) + "live_0123456789")`,
    `f(String.fromCharCode.apply(null, [115, 107, 95]) + "live_0123456789")`,
    `f(window.String["fromCharCode"](115, 107, 95) + "live_0123456789")`,
    `f(atob("c2tfbGl2ZV8wMTIzNDU2Nzg5"))`,
    `f((0, globalThis.atob)("c2tfbGl2" + "ZV8wMTIzNDU2Nzg5"))`,
    `f(Buffer.from("736b5f6c697665", "hex").toString() + "_0123456789")`,
    `f(decodeURIComponent("sk%5Flive%5F0123456789"))`,
    `f(JSON.parse('{"a":["sk_live_"]}').a[0] + "0123456789")`,
    `f("sk-live-0123456789".replaceAll("-", "_"))`,
    `f("SK_LIVE_0123456789".toLowerCase())`,
    `f("xxsk_live_0123456789xx".slice(2, -2))`,
    `f("\\x73\\u006b_\\154ive_0123456789")`,
    `const a = "sk_", b = "live_"; f(a + b + "0123456789")`,
    `var a = "sk_"; function g() { var b = "live_"; return a + b + 0 + 123456789 }`,
    `{ const a = "no" } const a = "sk_"; { const b = "no" } f(a + "live_0123456789")`,
    `function g(a) { return a } const a = "sk_"; f(a + "live_0123456789")`,
    `var a; a = "sk_", f(a + "live_0123456789")`,
    `let a = "sk_"; a += "live_"; a += "0123456789"; f(a)`,
    `let a = ""; for (;;) { a += "sk_live_" + "0123456789" }`,
    `const o = { a: "sk_", "b": { c: "live_" } }; f(o.a + o["b"].c + "0123456789")`,
    `const o = { ...{ a: "sk_" } }; f(o.a + "live_0123456789")`,
    `const o = ["live_", "sk_"]; f(o[1] + o[0] + "0123456789")`,
    `const o = ["live_", "sk_"]; f(o[0x11 - 0x10] + o[0] + "0123456789")`,
    `const g = () => "sk_"; f(g() + "live_0123456789")`,
    `function g() { return "sk_" } f(g() + "live_0123456789")`,
    `f((function () { return "sk_" })() + "live_0123456789")`,
    `f("sk_" + (x ? "live_" : "test_") + "0123456789")`,
    `f("sk_" + (x ? "test_" : "live_") + "0123456789")`,
    `f((x || "sk_") + "live_0123456789")`,
    `f((!0 ? "sk_" : "pk_") + (void 0, "live_") + "0123456789")`,
    `const { a, b: [c] } = { a: "sk_", b: ["live_"] }; f(a + "live_0123456789")`,
    `const [a, , b] = ["sk_", 0, "live_"]; f(a + b + "0123456789")`,
    `class A { static #b = 1; static a = "sk_" } f(A.a + "live_0123456789")`,
    `const o = {}; o.a = "sk_"; o["b"] = "live_"; f(o.a + o.b + "0123456789")`,
    `exports.a = "sk_"; exports.b = "live_0123456789"; f(exports.a + exports.b)`,
    `var E; (function (E) { E.A = "sk_"; f(E.A + "live_0123456789") })(E || (E = {}))`,
    `const o = Object.freeze({ a: "sk_" }); f(o.a + "live_0123456789")`,
    `f(x, "sk_live_" + "0123456789", y)`,
    `new Uint8Array([115,107,95,108,105,118,101,95,48,49,50,51,52,53,54,55,56,57])`,
    `f(["sk_", "live_", "0123456789"])`,
    `class A { #a = "sk_" + "live_0123456789" }`,
    `f(\`\${x}\`, "a" in x ? y("sk_live_" + "0123456789") : 0)`,
    `"a" + f("sk_live_" + "0123456789") + "b"`,
    `(g("sk_live_" + "0123456789"), "a") + "b"`,
    `("a" + x) + (x ? g("sk_live_" + "0123456789") : "b")`,
  ])("%s", (code) => {
    expect(textsOf(code)).toContain(whole);
  });

  test.each([
    [`f(x + "sk_live_" + "0123456789" + y)`, `\uFFFF${whole}\uFFFF`],
    [`f("https://a:".concat(x, "@").concat("host.com"))`, "https://a:\uFFFF@host.com"],
    [`f(x.concat("sk_live_", "0123456789"))`, `\uFFFF${whole}`],
    ["f(`${x}sk_live_${y}`)", "\uFFFFsk_live_\uFFFF"],
  ])("around what is not known: %s", (code, text) => {
    expect(textsOf(code)).toContain(text);
  });
});

describe("a text is not put together", () => {
  test.each([
    `function g(a) { f(a + "live_0123456789") } const a = "sk_"`,
    `let a = "sk_"; a = x; f(a + "live_0123456789")`,
    `import_("x").then(({ a }) => f(a + "live_0123456789")); var a = "sk_"`,
    `for (const a of x) f(a + "live_0123456789"); { const a = "sk_" }`,
    `const o = { a: "sk_" }; o.a = x; f(o.a + "live_0123456789")`,
    `const { a = "sk_" } = x; f(a + "live_0123456789")`,
    `const atob = x; f(atob("c2tfbGl2ZV8wMTIzNDU2Nzg5"))`,
    `f("sk_" - "live_0123456789")`,
  ])("of what is not known: %s", (code) => {
    expect(textsOf(code)).not.toContain(whole);
  });

  test("twice: only the whole is told, with its place", () => {
    const code = `x("other" + "wise" + "aaaa", "sk_live_" + "0123456789")`;
    const { strings } = fold(code);
    expect(strings.map(({ text }) => text)).toEqual(["otherwiseaaaa", whole]);
    expect(code.slice(strings[1]!.start, strings[1]!.end)).toBe(`"sk_live_" + "0123456789"`);
  });
});

test("tells what a text is given to", () => {
  const code = `const apiKey = "a" + "bcdefgh"; o = { secret: "bcdefghi" }; o.token = ("cdefghij"); f("defghijk")`;
  expect(fold(code).strings.map(({ name }) => name)).toEqual([
    "apiKey",
    "secret",
    "token",
    undefined,
  ]);
});

describe("hostile code ends soon and is told of:", () => {
  const doubling = Array.from({ length: 60 }, (_, at) => `a${at + 1}=a${at}+a${at}`).join(",");
  test.each<[string, string]>([
    ["doubling", `var a0="0123456789",${doubling};f(a60+"x")`],
    ["repeating", `f("0123456789".repeat(1e6).repeat(1e6) + "x")`],
    ["nested conditions", `f(${"x?".repeat(1000)}1${":'a'+'b'".repeat(1000)})`],
  ])("%s", (_, code) => {
    const started = performance.now();
    const { strings } = fold(code);
    expect(performance.now() - started).toBeLessThan(3000);
    expect(strings.every(({ text }) => text.length <= 1 << 20)).toBe(true);
  });

  test("and said to be stopped", () => {
    expect(fold(`var a0="0123456789",${doubling};f(a60+"x")`).stopped).toBe(true);
    expect(fold(`f("a" + "b")`).stopped).toBe(false);
  });

  test("a long sum is folded in no time, and names may lead to themselves", () => {
    const sum = Array.from({ length: 10_000 }, () => `"ab"`).join("+");
    expect(textsOf(`f(${sum})`)).toEqual(["ab".repeat(10_000)]);
    expect(textsOf(`var a = b + "live_0123456789", b = a + "sk_"; f(a)`)).toHaveLength(1);
  });
});
