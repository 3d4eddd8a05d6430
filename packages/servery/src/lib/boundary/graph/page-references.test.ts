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
  [
    `<meta property="og:image" content="/a.png?b"><meta name=" Twitter:Image" content="c d.png">`,
    ["meta /a.png?b", "meta c d.png"],
  ],
  [`<meta name="prices" content="./server/prices.json"><meta content="a.png">`, []],
  [
    `<img alt="x"src="./server/a.svg"><img/src="b.svg"/><img alt='y'SRC=c.svg>`,
    ["img ./server/a.svg", "img b.svg", "img c.svg"],
  ],
  [
    `<img alt=">"\nsrc\n=\n"a.svg"><img alt=/ src=b/c.svg><img = src="d.svg"`,
    ["img a.svg", "img b/c.svg", "img d.svg"],
  ],
  [`<img src="a.svg" src="b.svg"><img alt= src="c.svg">`, ["img a.svg"]],
  [
    `<img src="./server/a&amp;b.svg"><img src="&#46;/c&#x2e;svg">`,
    ["img ./server/a&b.svg", "img ./c.svg"],
  ],
  [
    `<img src="./server/my%20keys.svg"><image src="a.svg">`,
    ["img ./server/my%20keys.svg", "image a.svg"],
  ],
  [`<iframe src="./server/mail.html"></iframe><x-chart data="./server/prices.json"></x-chart>`, []],
  [`<p title="the src=server/a.svg is"><img alt=' src="server/a.svg"'>`, []],
  [
    `<!--><img src="a.svg"><!-- --!><img src="b.svg"><!-- <img src="c.svg"> -->`,
    ["img a.svg", "img b.svg"],
  ],
  [`<style>a::after { content: "<img src='a.svg'>" }</style><img src="b.svg">`, ["img b.svg"]],
  [
    `<script src="./a.ts" />\n<img src="b.svg"><script>"<img src='c.svg'>"</script >`,
    ["img b.svg"],
  ],
  [`<source srcset="a,b.png 2x, c.png">`, ["source a,b.png", "source c.png"]],
  [`<img src="server/KEYS"><link rel="icon" href="a%2Esvg">`, ["img server/KEYS", "link a%2Esvg"]],
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
