import { setLine, setWords } from "../lettering.ts";
import { rect, type Shape } from "../shape.ts";
import type { Family } from "../studio.ts";

/** Standing bars like a chord held down, in the manner of a jazz label of 1958. */
export const bars: Family = ({ chance, palette, title, artist }) => {
  const { ink, a, b, c } = palette;
  const count = chance.pick([7, 9, 12]);
  const pitch = 400 / count;
  const inks = [ink, a, ink, b, ink, c] as const;
  const shift = chance.between(0, 5);
  const standing = Array.from({ length: count }, (_, index): Shape => {
    const height = 60 + Math.round(chance() * 15) * 10;
    return rect(
      index * pitch + pitch * 0.12,
      0,
      pitch * 0.76,
      height,
      inks[(index + shift) % inks.length] ?? ink,
    );
  });
  const words = setWords(title, {
    x: 22,
    y: 232,
    width: 356,
    fill: ink,
    largest: 62,
    lines: 2,
    upper: true,
  });
  const by = setLine(artist, { x: 22, y: 366, width: 356, fill: ink, size: 17 });
  return [...standing, ...words.shapes, by];
};
