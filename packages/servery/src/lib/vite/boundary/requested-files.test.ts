import { expect, test } from "vitest";

import { toDisk } from "./requested-files.ts";

test.each([
  ["/@fs/srv/keys.json", "/srv/keys.json"],
  ["/@fs/C:/srv/keys.json", "C:/srv/keys.json"],
  ["/@fs//c:/srv/keys.json", "c:/srv/keys.json"],
  ["/@fsx/keys.json", undefined],
  ["/web/@fs/keys.json", undefined],
])("%s means %s on the disk", (path, expected) => {
  expect(toDisk(path)).toBe(expected);
});
