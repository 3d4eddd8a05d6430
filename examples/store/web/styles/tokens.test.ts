import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { contrast } from "./contrast.ts";

const css = readFileSync(new URL("tokens.css", import.meta.url), "utf8");
const [light = "", dark = ""] = css.split("@media");

function read(part: string): Record<string, string> {
  return Object.fromEntries(
    [...part.matchAll(/--([\w-]+): (#[\da-f]{3,6});/g)].map(([, name, value]) => [name, value]),
  );
}

const schemes = { light: read(light), dark: { ...read(light), ...read(dark) } };

/** Each pair of colours that meets as text and ground: WCAG 2.2 asks for 4.5 at level AA. */
const pairs = [
  ["ink", "paper"],
  ["ink", "surface"],
  ["ink", "bone"],
  ["muted", "paper"],
  ["muted", "surface"],
  ["muted", "bone"],
  ["good", "paper"],
  ["danger", "paper"],
  ["danger", "surface"],
  ["danger", "danger-wash"],
  ["ink", "danger-wash"],
  ["accent", "paper"],
  ["on-sticker", "sticker"],
  ["ink", "news"],
  ["muted", "news"],
  ["good", "news"],
  ["danger", "news"],
  ["on-band", "band"],
  ["on-band-muted", "band"],
] as const;

test.each(
  Object.entries(schemes).flatMap(([scheme, colors]) =>
    pairs.map((pair) => [scheme, ...pair, colors] as const),
  ),
)("in the %s scheme %s is legible on %s", (_, text, ground, colors) => {
  expect(contrast(colors[text] ?? "", colors[ground] ?? "")).toBeGreaterThanOrEqual(4.5);
});

test.each(Object.entries(schemes))(
  "in the %s scheme the edges of fields can be told from the ground",
  (_, colors) => {
    expect(contrast(colors["line-strong"] ?? "", colors["surface"] ?? "")).toBeGreaterThanOrEqual(
      3,
    );
  },
);
