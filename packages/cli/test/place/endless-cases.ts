import type { PlacementCase } from "./placement-case.ts";

const numbers = Array.from({ length: 24 }, (_, index) => index);
const many = (line: (index: number) => string) => numbers.map(line).join(" ");

/** Code that leads to itself, or forks again and again: all ends soon, whatever is said of it. */
export const endlessCases: readonly PlacementCase[] = [
  {
    is: "a function that calls itself three times for a text",
    code: 'function toPath(n) { if (n === undefined) return ""; return `${n.name}(${toPath(n.a)},${toPath(n.b)},${toPath(n.c)})`; } fetch(`/api/tree?shape=${toPath(n)}`);',
    said: ["hybrid own-service"],
  },
  {
    is: "functions that call each other, and one that is handed what it has made",
    code: 'const a = (n) => b(n.x) + b(n.y) + b(n.z); const b = (n) => a(n.x) + a(n.y) + a(n.z); fetch("/a?" + a(n)); const to = (part) => "https://api." + part; fetch(to("openai.com/" + to("b")));',
    said: ["hybrid own-service", "back-end secret-service"],
  },
  {
    is: "a text that doubles with each name",
    code: `const a0 = "/x"; ${many((index) => `const a${index + 1} = a${index} + a${index};`)} fetch(a24); const b0 = (s) => s + s; ${many((index) => `const b${index + 1} = (s) => b${index}(s) + b${index}(s);`)} fetch(b24("/a"));`,
    said: ["hybrid own-service", "cannot tell unknown-target"],
  },
  {
    is: "members of members",
    code: `const x = { m0: y }; fetch(x.${numbers.map((index) => `m${index}`).join(".")}); const z = make(); fetch("https://a.example/" + z.${numbers.map((index) => `m${index}`).join(".")});`,
    said: ["cannot tell unknown-target", "front-end public-data"],
  },
  {
    is: "objects and clients that are made of themselves",
    code: 'function build(n) { return { ...build(n.a), ...build(n.b), ...build(n.c) }; } function price(n) { return price(n.a) || price(n.b) || price(n.c); } fetch("/a", { method: "POST", headers: build(n), body: JSON.stringify({ ...build(n), amount: price(n) }) }); const make = (n) => make(n.a) || make(n.b) || make(n.c) || make(n.d); make(n).get("/a");',
    said: ["hybrid own-service"],
  },
];
