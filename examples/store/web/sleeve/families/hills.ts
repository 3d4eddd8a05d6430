import type { Chance } from "../chance.ts";
import { setLine, setWords } from "../lettering.ts";
import { circle, path, round, type Shape } from "../shape.ts";
import type { Family } from "../studio.ts";

/** A sun over hills, at whatever hour the inks say. */
export const hills: Family = ({ chance, palette, title, artist }) => {
  const { ink, a, b, c } = palette;
  const words = setWords(title, {
    x: 200,
    y: 28,
    width: 352,
    fill: ink,
    anchor: "middle",
    face: "serif",
    largest: 54,
    lines: 2,
  });
  const by = setLine(artist, {
    x: 200,
    y: words.bottom + 4,
    width: 340,
    fill: ink,
    anchor: "middle",
    size: 15,
    upper: true,
  });
  const r = chance.between(54, 76);
  const sun = circle(chance.between(90, 310), words.bottom + 42 + r, r, a);
  const layers = [c, b, ink].map((fill, depth): Shape =>
    path(ridge(chance, 262 + depth * 44, 34 - depth * 6), fill),
  );
  return [sun, ...layers, ...words.shapes, by];
};

function ridge(chance: Chance, level: number, height: number): string {
  const phase = chance() * 6;
  const [slow, fast] = [1 + chance(), 2.2 + chance() * 1.6];
  const points = Array.from({ length: 41 }, (_, index) => {
    const at = (index / 40) * Math.PI * 2;
    const y =
      level - height * (0.7 * Math.sin(at * slow + phase) + 0.3 * Math.sin(at * fast - phase));
    return `${index * 10} ${round(y)}`;
  });
  return `M0 400L${points.join("L")}L400 400z`;
}
