import { setLine, setWords } from "../lettering.ts";
import { type Shape, stroke } from "../shape.ts";
import type { Family } from "../studio.ts";

/** Stripes that come in from a side and turn a corner: the wall of a studio in 1974. */
export const stripes: Family = ({ chance, palette, title, artist }) => {
  const { ink, a, b, c } = palette;
  const wide = chance.pick([20, 26]);
  const turnAt = chance.between(150, 250);
  const left = chance.pick([true, false]);
  const bands = [a, b, c, ink].map((color, index): Shape => {
    const r = 40 + index * wide;
    const y = 240 - 40 + (40 - r) + 120;
    const x = left ? turnAt : 400 - turnAt;
    const edge = left ? -10 : 410;
    const sweep = left ? 1 : 0;
    const end = left ? x + r : x - r;
    return stroke(
      `M${edge} ${y}H${x}A${r} ${r} 0 0 ${sweep} ${end} ${y + r}V410`,
      color,
      wide + 0.5,
    );
  });
  const words = setWords(title, {
    x: left ? 22 : 378,
    y: 24,
    width: 356,
    fill: ink,
    largest: 60,
    lines: 2,
    anchor: left ? "start" : "end",
  });
  const by = setLine(artist, {
    x: left ? 22 : 378,
    y: words.bottom + 4,
    width: 356,
    fill: ink,
    size: 16,
    anchor: left ? "start" : "end",
  });
  return [...bands, ...words.shapes, by];
};
