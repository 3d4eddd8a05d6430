import { type Found, findOrInstall } from "./system-package.ts";

/** Chromium or Chrome for the browser tests: found, or installed where that is ours to do. */
export function findChromium(): Found {
  return findOrInstall({
    names: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
    debianPackage: "chromium",
    variable: "SERVERY_CHROMIUM",
    paths: [
      "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
      "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ],
  });
}
