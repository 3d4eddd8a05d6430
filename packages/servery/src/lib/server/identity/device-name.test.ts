import { expect, test } from "vitest";

import { toDeviceName } from "./device-name.ts";

const blink = "AppleWebKit/537.36 (KHTML, like Gecko)";
const webkit = "AppleWebKit/605.1.15 (KHTML, like Gecko)";
const linux = `Mozilla/5.0 (X11; Linux x86_64) ${blink}`;
const windows = `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${blink}`;
const mac = `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${webkit}`;
const android = `Mozilla/5.0 (Linux; Android 10; K) ${blink}`;
const iphone = `Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) ${webkit}`;

test.each([
  [`${linux} Chrome/141.0.0.0 Safari/537.36`, "Chrome on Linux"],
  [`${linux} HeadlessChrome/141.0.7390.37 Safari/537.36`, "Chrome on Linux"],
  [
    `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${blink} Chrome/141.0.0.0 Safari/537.36`,
    "Chrome on ChromeOS",
  ],
  [`${windows} Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0`, "Edge on Windows"],
  [`${windows} Chrome/141.0.0.0 Safari/537.36 OPR/123.0.0.0`, "Opera on Windows"],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"],
  [`${mac} Version/18.6 Safari/605.1.15`, "Safari on macOS"],
  [`${iphone} Version/18.6 Mobile/15E148 Safari/604.1`, "Safari on iPhone"],
  [`${iphone} CriOS/141.0.7390.41 Mobile/15E148 Safari/604.1`, "Chrome on iPhone"],
  [`${iphone} FxiOS/144.0 Mobile/15E148 Safari/604.1`, "Firefox on iPhone"],
  [`${iphone} Version/18.0 EdgiOS/141.0.3537.60 Mobile/15E148 Safari/604.1`, "Edge on iPhone"],
  [`${iphone} Version/18.6 Mobile/15E148 Safari/604.1 OPT/6.1.3`, "Opera on iPhone"],
  [`${android} Chrome/141.0.0.0 Mobile Safari/537.36`, "Chrome on Android"],
  [`${android} Chrome/141.0.0.0 Mobile Safari/537.36 EdgA/141.0.0.0`, "Edge on Android"],
  [
    `${android} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`,
    "Samsung Internet on Android",
  ],
  ["curl/8.9.1", "curl"],
  ["node", "node"],
  ["okhttp/4.12.0", "okhttp"],
  ["my-app/1.2 (build 7)", "my-app"],
  ["Mozilla/5.0 (compatible; Thing/1.0)", "Unknown device"],
  ["<script>alert(1)</script>", "Unknown device"],
  ["", "Unknown device"],
  [undefined, "Unknown device"],
  [null, "Unknown device"],
])("calls %j %s", (userAgent, name) => {
  expect(toDeviceName(userAgent)).toBe(name);
});

test("keeps no more than a name's length of what is very long", () => {
  expect(toDeviceName("x".repeat(100_000))).toBe("x".repeat(40));
  expect(toDeviceName(`${" ".repeat(100_000)}Chrome/1`)).toBe("Chrome");
});
