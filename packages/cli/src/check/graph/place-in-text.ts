import type { Place } from "servery/boundary";

/** Tells the place of an offset. */
export type Placer = (offset: number) => Place;

/** Makes what tells the place of an offset in a text. Cheap where offsets come in order. */
export function createPlacer(text: string, file: string): Placer {
  let line = 1;
  let start = 0;
  return (offset) => {
    if (offset < start) {
      line = 1;
      start = 0;
    }
    for (let next = text.indexOf("\n", start); next !== -1 && next < offset;) {
      line++;
      start = next + 1;
      next = text.indexOf("\n", start);
    }
    return { file, line, column: offset - start + 1 };
  };
}
