import type { Face, Shape } from "./shape.ts";

/** Where words may stand, and how. */
export interface Panel {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly fill: string;
  readonly face?: Face;
  readonly anchor?: "start" | "middle" | "end";
  /** The largest size of letters, and the most lines of them. */
  readonly largest?: number;
  readonly lines?: number;
  readonly upper?: boolean;
}

export interface Lettering {
  readonly shapes: readonly Shape[];
  /** The line under the last one. */
  readonly bottom: number;
}

/** Sets words in a panel as large as they fit, wrapped between words. `y` is the top. */
export function setWords(words: string, panel: Panel): Lettering {
  const {
    x,
    y,
    width,
    fill,
    face = "sans",
    anchor = "start",
    largest = 64,
    lines = 4,
    upper = false,
  } = panel;
  const text = upper ? words.toUpperCase() : words;
  const { size, rows } = fit(text, width, largest, lines, face);
  const lead = size * (face === "serif" ? 1.08 : 1);
  const shapes = rows.map((row, index): Shape => {
    const baseline = y + size * 0.8 + index * lead;
    const spacing = face === "sans" ? -size * 0.025 : 0;
    return {
      kind: "text",
      x,
      y: baseline,
      size,
      weight: face === "serif" ? 600 : 800,
      fill,
      text: row,
      face,
      anchor,
      spacing,
    };
  });
  return { shapes, bottom: y + size * 0.8 + (rows.length - 1) * lead + size * 0.25 };
}

/** One small line, cut with an ellipsis where it does not fit. */
export function setLine(words: string, panel: Panel & { readonly size: number }): Shape {
  const { x, y, width, fill, face = "sans", anchor = "start", size } = panel;
  let text = panel.upper === true ? words.toUpperCase() : words;
  const spacing = panel.upper === true ? size * 0.08 : 0;
  if (measure(text, size, face) + spacing * text.length > width) {
    while (text.length > 1 && measure(`${text}…`, size, face) + spacing * text.length > width)
      text = text.slice(0, -1);
    text = `${text
      .trimEnd()
      .replace(/[,;&:-]+$/, "")
      .trimEnd()}…`;
  }
  return {
    kind: "text",
    x,
    y: y + size * 0.8,
    size,
    weight: 600,
    fill,
    text,
    face,
    anchor,
    spacing,
  };
}

function fit(text: string, width: number, largest: number, most: number, face: Face) {
  for (let size = largest; size > 15; size -= 2) {
    const rows = wrap(text, width, size, face);
    if (rows.length <= most && rows.every((row) => measure(row, size, face) <= width))
      return { size, rows };
  }
  return { size: 15, rows: wrap(text, width, 15, face).slice(0, most + 1) };
}

function wrap(text: string, width: number, size: number, face: Face): string[] {
  const rows: string[] = [];
  for (const word of text.split(" ")) {
    const last = rows.at(-1);
    const joined = `${last} ${word}`;
    if (last !== undefined && measure(joined, size, face) <= width) rows[rows.length - 1] = joined;
    else rows.push(word);
  }
  return rows;
}

/** An upper estimate, since fonts differ between machines. */
export function measure(text: string, size: number, face: Face): number {
  if (face === "mono") return text.length * size * 0.61;
  const ems = [...text].reduce((sum, letter) => sum + widthOf(letter), 0);
  return ems * size * (face === "serif" ? 0.96 : 1);
}

function widthOf(letter: string): number {
  if (/[ilj.,:;'’!|()[\]]/.test(letter)) return 0.34;
  if (/[ftrI\s-]/.test(letter)) return 0.4;
  if (/[mwMW@%]/.test(letter)) return 0.95;
  if (/[A-Z&ÁÉÍÓÚÂÊÔÃÕÇ]/.test(letter)) return 0.74;
  return 0.61;
}
