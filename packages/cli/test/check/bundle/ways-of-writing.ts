import { gzipSync } from "node:zlib";

/** Of 30 characters, with signs that every encoding treats in its own way. */
export const secret = { name: "PAY_KEY", value: 'sk/pay_51H&x"8+Qz<9>Wq~t7=bZ3m' };
const { value } = secret;

const units = (write: (code: number) => string) =>
  Array.from(value, (sign) => write(sign.charCodeAt(0))).join("");
const hex = (code: number, digits = 2) => code.toString(16).padStart(digits, "0");
const base64 = (text: string | Uint8Array) => Buffer.from(text).toString("base64");
const html = (sign: string) => `&#${sign.charCodeAt(0)};`;

/** Ways of writing a text that any file may have. */
export const ways: Readonly<Record<string, string>> = {
  raw: value,
  JSON: JSON.stringify(value).slice(1, -1),
  "JSON in JSON": JSON.stringify(JSON.stringify(value)).slice(3, -3),
  "unicode escapes": units((code) => `\\u${hex(code, 4)}`),
  "unicode escapes in braces": units((code) => `\\u{${hex(code)}}`),
  "unicode escapes of some": value.replaceAll(
    /[a-z"]/g,
    (sign) => `\\u00${hex(sign.charCodeAt(0))}`,
  ),
  "hex escapes": units((code) => `\\x${hex(code)}`),
  "escapes of all kinds": `sk%2fpay&#95;51H\\u0026x\\"8&plus;Qz\\x3c9&gt;Wq%7Et7=bZ3m`,
  URI: encodeURIComponent(value),
  "URI, all of it": units((code) => `%${hex(code)}`),
  "URI of URI": encodeURIComponent(encodeURIComponent(value)),
  "form data": new URLSearchParams({ a: value }).toString(),
  "HTML references": value.replaceAll(/[&"<>]/g, html),
  "HTML references, all of it": [...value].map(html).join(""),
  hex: Buffer.from(value).toString("hex"),
  HEX: Buffer.from(value).toString("hex").toUpperCase(),
  base64: base64(value),
  "base64 shifted by one": base64(`:${value}`),
  "base64 shifted by two": base64(`ab${value}cd`),
  base64url: Buffer.from(value).toString("base64url"),
  "base64 of base64": base64(base64(value)),
  "base64 of base64 of base64": base64(base64(base64(value))),
  "base64 behind other letters": `key-${base64(base64(value))}`,
  "base64 of URI": base64(units((code) => `%${hex(code)}`)),
  "base64 of hex": base64(Buffer.from(value).toString("hex")),
  "hex of base64": Buffer.from(base64(value)).toString("hex"),
  "hex of base64, one behind": `a${Buffer.from(base64(`x${value}`)).toString("hex")}`,
  "base64 in lines": base64(`${"x".repeat(50)}${value}${"y".repeat(50)}`).replaceAll(
    /.{48}/g,
    "$&\n",
  ),
  "base64 of gzip": base64(gzipSync(`{"key":${JSON.stringify(value)}}`)),
  reversed: [...value].toReversed().join(""),
  "data: address": `data:text/plain;base64,${base64(`${value} and more`)}`,
  "data: address of a script": `data:text/javascript;base64,${base64(`f("sk/pay_51H&x"+'"8+Qz<9>'+"Wq~t7=bZ3m")`)}`,
};

/** Ways of writing it that only programs have. */
export const programs: Readonly<Record<string, string>> = {
  sum: `f("sk/pay_51H&x"+'"8+Qz<9>'+"Wq~t7=bZ3m")`,
  "sum of base64": `f(atob("${base64(value).slice(0, 9)}"+"${base64(value).slice(9)}"))`,
  template: 'const a="sk/pay_51H&x";f(`${a}"8+Qz<9>${"Wq~t7=bZ3m"}`)',
  list: `f(["sk/pay_51H&x",'"8+Qz<9>',"Wq~t7=bZ3m"].join(""))`,
  "octal and other escapes": `f("\\x73k\\u002fpay_\\u{35}1H&x\\"8+Qz<9>Wq~t7=bZ3\\x6d")`,
  codes: `f(String.fromCharCode(${units((code) => `${code},`).slice(0, -1)}))`,
  "bytes of a list": `new Uint8Array([${units((code) => `${code},`)}])`,
  "backwards and split": `f(${JSON.stringify([...value].toReversed().join("").slice(0, 9))}.concat(${JSON.stringify([...value].toReversed().join("").slice(9))}).split("").reverse().join(""))`,
  "a program in a text": `eval(${JSON.stringify(`f("sk/pay_51H&x"+'"8+Qz<9>'+"Wq~t7=bZ3m")`)})`,
  "a worker's program in base64": `const w="${base64(`onmessage=()=>f("sk/pay_51H&x"+'"8+Qz<9>'+"Wq~t7=bZ3m")`)}"`,
};
