import { setLine, setWords } from "../lettering.ts";
import { circle, round, type Shape } from "../shape.ts";
import type { Family } from "../studio.ts";

/** A photograph gone so coarse that only its dots are left. */
export const halftone: Family = ({ chance, palette, title, artist }) => {
  const { ink, a, b, c } = palette;
  const pitch = chance.pick([20, 25]);
  const [cx, cy] = [chance.between(120, 280), chance.between(190, 260)];
  const waves = chance.pick([0, 2, 3]);
  const color = chance.pick([a, b, c]);
  const dots: Shape[] = [];
  for (let y = 96 + pitch / 2; y < 400; y += pitch)
    for (let x = pitch / 2; x < 400; x += pitch) {
      const away = Math.hypot(x - cx, y - cy) / 210;
      const tone = waves === 0 ? 1 - away : 0.5 + 0.5 * Math.cos(away * Math.PI * waves);
      const r = round(pitch * 0.56 * Math.max(0, Math.min(1, tone)));
      if (r > 0.8) dots.push(circle(x, y, r, away < 0.42 ? color : ink));
    }
  const words = setWords(title, { x: 20, y: 22, width: 360, fill: ink, largest: 46, lines: 1 });
  const by = setLine(artist, {
    x: 20,
    y: Math.min(words.bottom + 4, 72),
    width: 360,
    fill: ink,
    size: 16,
    face: "mono",
  });
  return [...dots, ...words.shapes, by];
};
