import { expect, test } from "vitest";

import { createAssetScan } from "servery/boundary";
import { assetTools } from "../../../src/check/bundle/asset-tools.ts";

const key = "q8Zk2LrT0vXw5NbYc7Hd";
const scan = createAssetScan([{ name: "KEY", value: "0123456789abcdefXYZ" }], assetTools);
const many = (piece: string) => piece.repeat(200_000 / piece.length);
const call = (piece: string) => `f(${many(`${piece},`)}1)`;

/** Of each, something grows with the square of its length where it is read without care. */
test.each<[file: string, text: string]>([
  ["a.html", many("<script")],
  ["a.html", many("<script>")],
  ["a.html", many(' srcdoc="')],
  ["a.html", many(" onclick='a")],
  ["a.html", many("&amp;amp;")],
  ["a.txt", many("%25")],
  ["a.js", `f("${many("\\u005c")}")`],
  ["a.txt", many("QUFB")],
  ["a.txt", many("QUFBQUFBQUFBQUFBQUFBQUFB\n")],
  ["a.txt", many("AAAAAAAAAAAAAAAAAAAAAAAA          \n")],
  ["a.css", many("data:;base64,QUFBQUFB ")],
  ["a.css", many("data:")],
  ["a.css", many("\\41 ")],
  ["a.txt", many("4141")],
  ["a.bin", many("\0a")],
  ["a.txt", many("' ")],
  ["a.txt", many("eyJhbGciOi.eyJhbGciOiJIUzI1NiJ9.")],
  ["a.txt", many("postgres://a:bc@")],
  ["a.txt", many("0123456789abcdefXYZ ")],
  ["a.js", call("'abcdefghi'+x")],
  ["a.js", call(`{secret:'${key}'}`)],
  ["a.js", call("'0123456789'+'abcdefXYZ'")],
  ["a.js", call(`'sk_${"live_"}${key}'`)],
  ["a.js", call("[1,2,3,4,5,6,7,8,9]")],
  ["a.js", call(`"a('b'+'cdefghijklmnopqrstuvwxyz')"`)],
  ["a.js", call("'abcdefgh'+(x?'1':'2')")],
  ["a.js", call("a")],
  ["a.js", `var a='';${many("a+='abc';")}`],
  ["a.js", many("var a=1;")],
  ["a.js", `f("a"${many(" ")})`],
  ["a.map", `{"version":3,"sources":[],"sourcesContent":[${many(`"f('a'+'b')",`)}""]}`],
])("a hostile file ends soon: %s %.30s", (name, text) => {
  const before = process.cpuUsage();
  scan({ name, bytes: Buffer.from(text) });
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1e6).toBeLessThan(6);
});
