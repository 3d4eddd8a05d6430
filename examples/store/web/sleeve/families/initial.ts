import { setLine, setWords } from "../lettering.ts";
import { rect } from "../shape.ts";
import type { Family } from "../studio.ts";

/** One letter, too large for the sleeve. */
export const initial: Family = ({ chance, palette, title, artist }) => {
  const { ink, a, b, c } = palette;
  const letter = /[\p{L}\p{N}]/u.exec(title.replace(/^(?:the|an?|os?|as?) (?=.)/i, ""))?.[0] ?? "R";
  const face = chance.pick(["sans", "serif"] as const);
  const x = chance.pick([150, 200, 250]);
  const great = {
    kind: "text",
    x,
    y: 400 + chance.between(-20, 30),
    size: 560,
    weight: 800,
    text: letter.toUpperCase(),
    face,
    anchor: "middle",
  } as const;
  const words = setWords(title, { x: 22, y: 40, width: 330, fill: ink, largest: 46, lines: 3 });
  const by = setLine(artist, { x: 22, y: 16, width: 356, fill: ink, size: 15 });
  return [
    { ...great, x: x + 14, fill: chance.pick([b, c]) },
    { ...great, fill: a },
    rect(0, 0, 400, words.bottom + 6, palette.ground),
    rect(22, 34, 356, 2, ink),
    ...words.shapes,
    by,
  ];
};
