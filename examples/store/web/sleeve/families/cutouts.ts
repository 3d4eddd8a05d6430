import type { Chance } from "../chance.ts";
import { setLine, setWords } from "../lettering.ts";
import { path, rect, round, type Shape } from "../shape.ts";
import type { Family } from "../studio.ts";

/** Leaves cut from painted paper. */
export const cutouts: Family = ({ chance, palette, title, artist }) => {
  const { ground, ink, a, b, c } = palette;
  const fields = chance.pick([
    [a, b, c, b],
    [b, a, ground, c],
    [c, b, a, ground],
  ]);
  const paper = fields.map((fill, index): Shape =>
    rect((index % 2) * 200, 96 + Math.floor(index / 2) * 152, 200, 152, fill),
  );
  const leaves = fields.map((under, index): Shape => {
    const fill = chance.pick(
      [ground, ink, a, b].filter((color) => color !== under) as [string, ...string[]],
    );
    return path(leaf(chance, 100 + (index % 2) * 200, 172 + Math.floor(index / 2) * 152), fill);
  });
  const words = setWords(title, {
    x: 20,
    y: 20,
    width: 360,
    fill: ink,
    face: "serif",
    largest: 46,
    lines: 1,
  });
  const by = setLine(artist, {
    x: 20,
    y: Math.min(words.bottom + 4, 72),
    width: 360,
    fill: ink,
    size: 15,
  });
  return [...paper, ...leaves, ...words.shapes, by];
};

/** A stem with lobes on both sides, as scissors would go around it. */
function leaf(chance: Chance, x: number, y: number): string {
  const lobes = chance.pick([5, 7, 9]);
  const turn = chance() * Math.PI;
  const [long, deep] = [66, 20 + chance() * 14];
  const parts = Array.from({ length: lobes }, (_, index) => {
    const at = (angle: number, r: number) => {
      const [px, py] = [r * Math.cos(angle), r * 1.02 * Math.sin(angle)];
      return `${round(x + px * Math.cos(turn) - py * Math.sin(turn))} ${round(y + px * Math.sin(turn) + py * Math.cos(turn))}`;
    };
    const [from, step] = [(index / lobes) * Math.PI * 2, (Math.PI * 2) / lobes];
    const reach = long * (0.82 + 0.3 * chance());
    const tip = from + step / 2;
    return `${index === 0 ? `M${at(from, deep)}` : ""}C${at(tip - step * 0.55, reach)} ${at(tip + step * 0.55, reach)} ${at(from + step, deep)}`;
  });
  return `${parts.join("")}z`;
}
