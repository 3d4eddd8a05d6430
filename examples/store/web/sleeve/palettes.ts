/** Printing inks of one sleeve. `ink` is legible on `ground`; the others are for shapes. */
export interface Palette {
  readonly ground: string;
  readonly ink: string;
  readonly a: string;
  readonly b: string;
  readonly c: string;
}

const palette = (ground: string, ink: string, a: string, b: string, c: string): Palette => ({
  ground,
  ink,
  a,
  b,
  c,
});

export const palettes = {
  cream: palette("#f1e7d3", "#1b1b1e", "#d7263d", "#1b8a7e", "#f2a54a"),
  harbour: palette("#12263a", "#f4f1de", "#e07a5f", "#f2cc8f", "#81b29a"),
  tangerine: palette("#ea6a3a", "#190e08", "#f7ead6", "#2a2f5b", "#f6b23c"),
  forest: palette("#0b3d2e", "#f6f0d8", "#e9b44c", "#c8472c", "#5fb3b3"),
  marigold: palette("#f6c644", "#17130a", "#d1495b", "#00697a", "#2d3142"),
  plum: palette("#221529", "#f3e8ee", "#d0637c", "#f0cdbb", "#7d4a78"),
  fjord: palette("#dde6e8", "#10212b", "#ff5a36", "#2274a5", "#0b3f57"),
  dusk: palette("#2b2d42", "#edf2f4", "#ef3b4e", "#8d99ae", "#ffd166"),
  rose: palette("#f5d3c6", "#2d132c", "#c72c41", "#801336", "#ee8572"),
  night: palette("#101012", "#f5f4ef", "#ffd21f", "#ff4b33", "#4c6fff"),
  lagoon: palette("#9ad1d4", "#0a2342", "#f7ee52", "#f28123", "#c8401c"),
  oxblood: palette("#591c1d", "#f7e7ce", "#dcb167", "#d05872", "#3f9c98"),
  violet: palette("#e9e3fb", "#1d1147", "#7b2cbf", "#ff6d00", "#3c1278"),
  lime: palette("#c9d96f", "#1a2811", "#1b512d", "#ec4a0a", "#fbfbef"),
  press: palette("#f2f1ec", "#141414", "#141414", "#bdbcb4", "#e63946"),
  tobacco: palette("#c79a5b", "#1d1208", "#f4e3c1", "#6b2d1a", "#234a4a"),
} as const;

export type PaletteName = keyof typeof palettes;
