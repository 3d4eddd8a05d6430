import type { Chance } from "./chance.ts";
import type { Palette } from "./palettes.ts";
import type { Shape } from "./shape.ts";

/** What a design family has on its table. */
interface Studio {
  readonly chance: Chance;
  readonly palette: Palette;
  /** The title without what stands in brackets. */
  readonly title: string;
  /** What stood in brackets, such as `Disc 1`; empty when nothing did. */
  readonly aside: string;
  readonly artist: string;
}

/** A way of designing sleeves: draws one over the ground, words included. */
export type Family = (studio: Studio) => readonly Shape[];
