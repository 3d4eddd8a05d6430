import { setLine, setWords } from "../lettering.ts";
import { rect, ring, round, type Shape, stroke } from "../shape.ts";
import type { Family } from "../studio.ts";

/** A framed label over a drawn figure: how orchestras are sold. */
export const cartouche: Family = ({ chance, palette, title, artist, aside }) => {
  const { ground, ink, a, b } = palette;
  const words = setWords(title, {
    x: 200,
    y: 62,
    width: 280,
    fill: ink,
    face: "serif",
    anchor: "middle",
    largest: 34,
    lines: 3,
  });
  const by = setLine(artist, {
    x: 200,
    y: words.bottom + 6,
    width: 280,
    fill: ink,
    face: "serif",
    anchor: "middle",
    size: 15,
  });
  const more =
    aside === ""
      ? []
      : [
          setLine(aside, {
            x: 200,
            y: words.bottom + 26,
            width: 280,
            fill: ink,
            face: "serif",
            anchor: "middle",
            size: 13,
          }),
        ];
  const bottom = words.bottom + (aside === "" ? 36 : 54);
  return [
    rect(0, 0, 400, 400, chance.pick([a, b, ink])),
    ...(chance() < 0.5
      ? spirograph(chance.between(3, 9), 200, 300, ground)
      : rosette(200, 400, ground)),
    rect(40, 40, 320, bottom - 40, ground),
    ...frame(46, 46, 308, bottom - 52, ink),
    ...words.shapes,
    by,
    ...more,
  ];
};

function spirograph(lobes: number, x: number, y: number, color: string): Shape[] {
  const points = Array.from({ length: 361 }, (_, degree) => {
    const angle = (degree / 180) * Math.PI;
    const r = 130 + 60 * Math.cos(angle * lobes);
    return `${round(x + r * Math.cos(angle))} ${round(y + r * Math.sin(angle))}`;
  });
  return [1, 0.82, 0.64, 0.46, 0.28].map((scale) => {
    const scaled = points.map((point) => {
      const [px = 0, py = 0] = point.split(" ").map(Number);
      return `${round(x + (px - x) * scale)} ${round(y + (py - y) * scale)}`;
    });
    return stroke(`M${scaled.join("L")}z`, color, 1.5);
  });
}

function rosette(x: number, y: number, color: string): Shape[] {
  return Array.from({ length: 14 }, (_, index) => ring(x, y, 30 + index * 18, color, 1.5));
}

function frame(x: number, y: number, width: number, height: number, color: string): Shape[] {
  return [stroke(`M${x} ${y}h${width}v${height}h${-width}z`, color, 1.5)];
}
