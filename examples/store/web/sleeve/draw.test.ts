import { expect, test } from "vitest";

import { readChinook } from "../../service/seed/chinook.ts";
import { contrast } from "../styles/contrast.ts";
import { drawSleeve, splitTitle, type Subject } from "./draw.ts";
import { measure } from "./lettering.ts";
import { palettes } from "./palettes.ts";

const { albums, artists, tracks, genres } = readChinook();
const genreOf = new Map(tracks.map((track) => [track.albumId, track.genreId]));
const subjects = albums.map(({ id, title, artistId }): Subject => ({
  title,
  artist: artists.find((artist) => artist.id === artistId)?.name ?? "",
  genre: genres.find((genre) => genre.id === genreOf.get(id))?.name ?? "",
}));

test("draws the same sleeve for the same record, and another for every other", () => {
  const drawn = subjects.map((subject) => JSON.stringify(drawSleeve(subject)));
  expect(subjects.map((subject) => JSON.stringify(drawSleeve(subject)))).toEqual(drawn);
  expect(new Set(drawn).size).toBe(subjects.length);
});

test("keeps every word within the sleeve", () => {
  const outside = subjects.flatMap((subject) =>
    drawSleeve(subject).shapes.filter((shape) => {
      if (shape.kind !== "text" || shape.size > 100) return false; // The great initials are cropped.
      const width = measure(shape.text, shape.size, shape.face);
      const left =
        shape.anchor === "middle"
          ? shape.x - width / 2
          : shape.anchor === "end"
            ? shape.x - width
            : shape.x;
      return left < 0 || left + width > 400 || shape.y > 395 || shape.y < 10;
    }),
  );
  expect(outside).toEqual([]);
});

test.each(Object.entries(palettes))(
  "the ink of %s is legible on its ground",
  (_, { ground, ink }) => {
    expect(contrast(ground, ink)).toBeGreaterThan(4.5);
  },
);

test.each([
  ["Live [Disc 1]", "Live", "Disc 1"],
  ["BBC Sessions [Disc 1] [Live]", "BBC Sessions", "Disc 1, Live"],
  ["[1997] Black Light Syndrome", "Black Light Syndrome", "1997"],
  ["(Untitled)", "(Untitled)", ""],
  ["Cafezinho", "Cafezinho", ""],
])("splits %j", (whole, title, aside) => {
  expect(splitTitle(whole)).toEqual({ title, aside });
});
