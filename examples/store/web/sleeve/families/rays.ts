import { setLine, setWords } from "../lettering.ts";
import { circle, path, rect, round, type Shape } from "../shape.ts";
import type { Family } from "../studio.ts";

/** Rays from behind a disc, the title on a band below. */
export const rays: Family = ({ chance, palette, title, artist }) => {
  const { ground, ink, a, b, c } = palette;
  const count = chance.pick([12, 16, 20, 24]);
  const [x, y] = [chance.pick([200, 200, 130, 270]), 160];
  const turn = chance() * Math.PI;
  const beams = Array.from({ length: count }, (_, index): Shape => {
    const from = turn + (index / count) * Math.PI * 2;
    return path(wedge(x, y, from, from + Math.PI / count), index % 2 === 0 ? a : b);
  });
  const words = setWords(title, {
    x: 22,
    y: 304,
    width: 356,
    fill: ink,
    largest: 44,
    lines: 1,
    upper: true,
  });
  const low = words.bottom > 350 ? 0 : 350 - words.bottom;
  const lifted = words.shapes.map((shape) =>
    shape.kind === "text" ? { ...shape, y: shape.y + low / 2 } : shape,
  );
  const by = setLine(artist, { x: 22, y: 362, width: 356, fill: ink, size: 16 });
  return [
    ...beams,
    circle(x, y, 74, ground),
    circle(x, y, 60, c),
    circle(x, y, 10, ground),
    rect(0, 290, 400, 110, ground),
    ...lifted,
    by,
  ];
};

function wedge(x: number, y: number, from: number, to: number): string {
  const reach = 460;
  const point = (angle: number) =>
    `${round(x + reach * Math.cos(angle))} ${round(y + reach * Math.sin(angle))}`;
  return `M${x} ${y}L${point(from)}L${point(to)}z`;
}
