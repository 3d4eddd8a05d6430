import { expect, test } from "vitest";

import { noBoundarySettings, parseBoundarySettings } from "./boundary-settings.ts";

test("the file may begin as editors have it, and name its schema", () => {
  const text = `\uFEFF{"$schema":"./boundary.schema.json","server":["service"]}`;
  expect(parseBoundarySettings(text)).toEqual({ ...noBoundarySettings, server: ["service"] });
  expect(() => parseBoundarySettings(`\uFEFF\uFEFF{}`)).toThrow("it is no JSON");
  expect(() => parseBoundarySettings(`{"$scheme":""}`)).toThrow('there is no "$scheme"');
});
