import { expect, test } from "vitest";

import { findPageReferences } from "./page-references.ts";

test.each<readonly [page: string, found: readonly string[]]>([
  [
    `<img src="a.png"><IMG alt='>' SRC = 'b c.png'><img src=d.png>`,
    ["img a.png", "img b c.png", "img d.png"],
  ],
  [
    `<source srcset="a.png, ./b.png 2x,c.png 3x">`,
    ["source a.png", "source ./b.png", "source c.png"],
  ],
  [
    `<video poster="/a.png" src="b.mp4"/><object data="c.svg"></object>`,
    ["video /a.png", "video b.mp4", "object c.svg"],
  ],
  [`<use xlink:href="a.svg#b"/><link rel=icon href=/c.ico>`, ["use a.svg#b", "link /c.ico"]],
  [`<meta content="/a.png?b"><meta content="width=device-width, a.b">`, ["meta /a.png?b"]],
  [`<link rel="canonical" href="/"><link rel="next" href="/shop?a.b"><meta content="/shop">`, []],
  [`<p data-src="a.png" title="src='b.png'">src="c.png"</p>`, []],
  [
    `<!-- <img src="a.png"> --><script>"<img src='b.png'>"</script><img src="c.png">`,
    ["img c.png"],
  ],
  [
    `<a href="a.html"><img vite-ignore src="b.png"><img src="https://c/d.png"><img src="#e"><img src>`,
    [],
  ],
])("%s", (page, found) => {
  const told = findPageReferences(page).map(({ element, specifier }) => `${element} ${specifier}`);
  expect(told).toEqual(found);
});
