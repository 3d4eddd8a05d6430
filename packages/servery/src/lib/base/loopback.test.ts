import { expect, test } from "vitest";

import { isLoopback, isLoopbackHeader } from "./loopback.ts";

test.each(["localhost", "LOCALHOST", "127.0.0.1", "127.3.2.1", "::1", "[::1]"])(
  "%s is this machine",
  (host) => expect(isLoopback(host)).toBe(true),
);

test.each([
  "",
  "localhost.evil.example",
  "shop.localhost",
  "localhost:4000",
  "127.0.0.1.evil.example",
  "x127.0.0.1",
  "128.0.0.1",
  "[::1",
  "::1.example",
  "localhost\n",
])("%j is not, or may not be", (host) => expect(isLoopback(host)).toBe(false));

test.each(["localhost", "localhost:4000", "127.0.0.1:80", "[::1]:4000", "shop.localhost:4000"])(
  "the header Host: %s names this machine",
  (header) => expect(isLoopbackHeader(header)).toBe(true),
);

test.each([
  undefined,
  "",
  ":4000",
  "::1",
  "shop.example:4000",
  "localhost.evil.example",
  "evil.example#localhost",
  "evil.example:80:.localhost",
  "localhost:4000:80",
  ".localhost",
])("the header Host: %j does not", (header) => expect(isLoopbackHeader(header)).toBe(false));
