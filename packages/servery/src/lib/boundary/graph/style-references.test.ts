import { expect, test } from "vitest";

import { findStyleReferences } from "./style-references.ts";

test.each<[css: string, found: readonly string[], language?: string]>([
  [`@import "a.css" screen, print;`, ["style a.css"]],
  [`@import url(a.css);`, ["style a.css"]],
  [`@import  URL( 'a b.css' ) layer(x);`, ["style a b.css"]],
  [`@import (reference) "a";`, ["style a"]],
  [`@import "a", 'b' , "c";`, ["style a", "style b", "style c"]],
  [`@use "../a" as *; @forward 'b';`, ["style ../a", "style b"]],
  [`.a { composes: b c from "./d.css"; }`, ["style ./d.css"]],
  [`@value b, c from "./d.css"; :import("e.css") { f: g }`, ["style ./d.css", "style e.css"]],
  [`a { @include meta.load-css("b", $with: ("c": d)) }`, ["style b"]],
  [
    `a { b: data-uri("image/svg+xml", "c.svg"); d: embedurl('e.svg') }`,
    ["asset c.svg", "asset e.svg"],
  ],
  [`a { background: url(b.png), url("c d.svg?x#y") }`, ["asset b.png", "asset c d.svg?x#y"]],
  [
    `a { background: image-set("b.png" 1x, url('c.png') 2x) }`,
    ["asset c.png", "asset b.png", "asset c.png"],
  ],
  [`a { color: red } // @import "a"; url(b)\n@import "c";`, ["style c"], "scss"],
  [
    `a { b: c } // don't\n@import "d";// it's "\n@import 'e/*';/*'*/`,
    ["style d", "style e/*"],
    "less",
  ],
  [`/* a\n.b\n  c: url(d)\n/* e */`, ["asset d"], "sass"],
  [`@source "../pages/*";\n.a{b:url(../c.svg)}\n/* end */ .d{e:f}`, ["asset ../c.svg"]],
  [`@source '/*' "\\"/*";.a{b:url(c)}/* url(d) '*/`, ["asset c"]],
  [`a{b:url(/*);c:url(d)}/**/e{f:url(g)}`, ["asset /*", "asset d", "asset g"]],
  [`a { b: url( //x.y/z.png ), url(../c.svg) }`, ["asset ../c.svg"]],
  [`a { b: url( //x.y/z.png ), url(../c.svg) }`, ["asset ../c.svg"], "scss"],
  [`a { b: url(//x#{c("d")}), url(e) }`, ["asset e"], "scss"],
  [
    `a { b: image-set(c.png 1x,\n d.png 2x, linear-gradient(red) 3x) }`,
    ["asset c.png", "asset d.png"],
  ],
  [`// a { b: url(c) }`, ["asset c"]],
  [
    `a { b: url(c\\ d.svg), url(e f.svg ), url("\\67\\"\\\nh") }`,
    ["asset c d.svg", "asset e f.svg", 'asset g"h'],
  ],
  [`@import url(a\\ b.css);@import 'c\\20 d.css';`, ["style a b.css", "style c d.css"]],
  [
    `@import"a";@import'b','c';@use"d";@import(css)"e";@import/**/url(f);`,
    ["style a", "style b", "style d", "style e", "style f", "style c"],
  ],
  [`/* url(a) */a{b:url(//cdn/x)}c{d:url(e.png)}`, ["asset e.png"]],
  [`a { b: url("data:font/woff;base64,ab//cd"); } c { d: url(e) }`, ["asset e"]],
  [`a { fill: url(#b); src: url(https://c/d), url("") }`, []],
])("%s", (css, found, language = "css") => {
  const told = findStyleReferences(css, language);
  expect(told.map(({ kind, specifier }) => `${kind} ${specifier}`)).toEqual(found);
});
