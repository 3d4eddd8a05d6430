import { createChance } from "./chance.ts";
import { bars } from "./families/bars.ts";
import { cartouche } from "./families/cartouche.ts";
import { cutouts } from "./families/cutouts.ts";
import { halftone } from "./families/halftone.ts";
import { hills } from "./families/hills.ts";
import { initial } from "./families/initial.ts";
import { rays } from "./families/rays.ts";
import { rings } from "./families/rings.ts";
import { stripes } from "./families/stripes.ts";
import { tiles } from "./families/tiles.ts";
import { type Palette, type PaletteName, palettes } from "./palettes.ts";
import type { Shape } from "./shape.ts";
import type { Family } from "./studio.ts";

export interface Sleeve {
  readonly palette: Palette;
  readonly shapes: readonly Shape[];
}

/** What is on a record, as far as its sleeve shows it. */
export interface Subject {
  readonly title: string;
  readonly artist: string;
  readonly genre: string;
}

type List<T> = readonly [T, ...T[]];
interface Taste {
  readonly families: List<Family>;
  readonly palettes: List<PaletteName>;
}

const loud: Taste = {
  families: [rays, initial, halftone, bars, rings, stripes],
  palettes: ["night", "press", "oxblood", "dusk", "tangerine", "plum"],
};
const warm: Taste = {
  families: [cutouts, hills, tiles, stripes, rings, rays],
  palettes: ["marigold", "lagoon", "tangerine", "forest", "rose", "lime", "cream", "tobacco"],
};
const cool: Taste = {
  families: [bars, halftone, tiles, rings, initial],
  palettes: ["harbour", "cream", "fjord", "dusk", "marigold", "press", "tobacco"],
};
const grave: Taste = {
  families: [cartouche, cartouche, cartouche, rings, hills, initial],
  palettes: ["cream", "forest", "oxblood", "harbour", "fjord", "rose", "plum", "tobacco", "press"],
};
const any: Taste = {
  families: [rings, tiles, hills, rays, bars, initial, halftone, stripes],
  palettes: [
    "cream",
    "harbour",
    "tangerine",
    "forest",
    "marigold",
    "plum",
    "fjord",
    "dusk",
    "rose",
    "night",
    "lagoon",
    "oxblood",
    "violet",
    "lime",
    "press",
    "tobacco",
  ],
};

const tastes: Readonly<Record<string, Taste>> = {
  Metal: loud,
  "Heavy Metal": loud,
  "Hip Hop/Rap": loud,
  Latin: warm,
  World: warm,
  Reggae: warm,
  "Bossa Nova": warm,
  Jazz: cool,
  Blues: cool,
  "R&B/Soul": cool,
  "Easy Listening": cool,
  "Electronica/Dance": cool,
  Classical: grave,
  Opera: grave,
};

/** Draws the sleeve of a record. The same subject gets the same sleeve, everywhere and always. */
export function drawSleeve({ title, artist, genre }: Subject): Sleeve {
  const chance = createChance(`${title} / ${artist}`);
  const taste = tastes[genre] ?? any;
  const palette = palettes[chance.pick(taste.palettes)];
  const family = chance.pick(taste.families);
  return { palette, shapes: family({ chance, palette, artist, ...splitTitle(title) }) };
}

/** `Live [Disc 1]` is the title `Live` and the aside `Disc 1`. */
export function splitTitle(whole: string): { readonly title: string; readonly aside: string } {
  const asides = [...whole.matchAll(/[[(]([^\])]*)[\])]/g)].map(([, inner]) => inner);
  const title = whole.replaceAll(/\s*[[(][^\])]*[\])]\s*/g, " ").trim();
  return title === "" ? { title: whole, aside: "" } : { title, aside: asides.join(", ") };
}
