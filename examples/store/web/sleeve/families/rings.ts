import { setLine, setWords } from "../lettering.ts";
import { circle, round, type Shape } from "../shape.ts";
import type { Family } from "../studio.ts";

/** Great rings that leave the sleeve at a corner, as a record leaves it. */
export const rings: Family = ({ chance, palette, title, artist }) => {
  const { ground, ink, a, b, c } = palette;
  const x = chance.pick([400, 330, 200]);
  const y = chance.pick([400, 372]);
  const words = setWords(title, { x: 24, y: 26, width: 352, fill: ink, largest: 58, lines: 2 });
  const by = setLine(artist, { x: 24, y: words.bottom + 4, width: 352, fill: ink, size: 17 });
  const inks = chance.pick([
    [a, ground, b, ground],
    [a, b, c, ground],
    [ink, ground, ink, a],
  ]);
  const count = chance.between(6, 8);
  const gap = (y - words.bottom - chance.pick([44, 70, 90])) / count;
  const discs = Array.from({ length: count }, (_, index): Shape => {
    const r = round((count - index) * gap);
    return circle(x, y, r, inks[index % inks.length] ?? a);
  });
  return [...discs, circle(x, y, 9, ink), ...words.shapes, by];
};
