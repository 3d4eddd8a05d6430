import { expect, test } from "vitest";

import { findStyleReferences } from "./style-references.ts";

test.each<readonly [css: string, found: readonly string[]]>([
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
  [`a { color: red } // @import "a"; url(b)\n@import "c";`, ["style c"]],
  [`/* url(a) */a{b:url(//cdn/x)}c{d:url(e.png)}`, ["asset e.png"]],
  [`a { b: url("data:font/woff;base64,ab//cd"); } c { d: url(e) }`, ["asset e"]],
  [`a { fill: url(#b); src: url(https://c/d), url("") }`, []],
])("%s", (css, found) => {
  expect(findStyleReferences(css).map(({ kind, specifier }) => `${kind} ${specifier}`)).toEqual(
    found,
  );
});
