import { setLine, setWords } from "../lettering.ts";
import { path, rect, type Shape } from "../shape.ts";
import type { Family } from "../studio.ts";

/** A wall of quarter circles. */
export const tiles: Family = ({ chance, palette, title, artist }) => {
  const { ink, a, b, c, ground } = palette;
  const across = chance.pick([4, 5]);
  const size = 400 / across;
  const rows = across - 1 - (across === 5 ? 1 : 0);
  const top = 400 - rows * size;
  const wall: Shape[] = [];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < across; column++) {
      const [back, front] = chance.pick([
        [a, ground],
        [b, a],
        [ground, b],
        [ink, c],
        [c, ink],
        [ground, a],
      ]);
      const [x, y] = [column * size, top + row * size];
      wall.push(
        rect(x, y, size + 0.4, size + 0.4, back),
        path(quarter(x, y, size, chance.between(0, 3)), front),
      );
    }
  const words = setWords(title, {
    x: 20,
    y: 22,
    width: 360,
    fill: ink,
    largest: across === 4 ? 40 : 48,
    lines: across === 4 ? 1 : 2,
  });
  const by = setLine(artist, {
    x: 20,
    y: Math.min(words.bottom + 4, top - 26),
    width: 360,
    fill: ink,
    size: 16,
  });
  return [...wall, ...words.shapes, by];
};

function quarter(x: number, y: number, s: number, corner: number): string {
  if (corner === 0) return `M${x} ${y}h${s}a${s} ${s} 0 0 1 ${-s} ${s}z`;
  if (corner === 1) return `M${x + s} ${y}v${s}a${s} ${s} 0 0 1 ${-s} ${-s}z`;
  if (corner === 2) return `M${x + s} ${y + s}h${-s}a${s} ${s} 0 0 1 ${s} ${-s}z`;
  return `M${x} ${y + s}v${-s}a${s} ${s} 0 0 1 ${s} ${s}z`;
}
