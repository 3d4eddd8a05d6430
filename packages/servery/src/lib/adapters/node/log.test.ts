import { spawnSync } from "node:child_process";
import { stripVTControlCharacters } from "node:util";

import { describe, expect, test } from "vitest";

import { ServeryError } from "../../base/servery-error.ts";
import { createLog, type LogOptions } from "./log.ts";

function openLog(options: LogOptions = {}) {
  const lines: string[] = [];
  const log = createLog({ ...options, destination: { write: (line) => void lines.push(line) } });
  return { log, lines, last: () => JSON.parse(lines.at(-1)!) as Record<string, unknown> };
}

describe("a log", () => {
  test("writes one line of JSON for each event, and leaves out what is below its level", () => {
    const { log, lines, last } = openLog({ level: "warn" });
    log.debug({}, "no");
    log.info({}, "no");
    log.warn({ operation: "orders.place" }, "yes");
    expect(lines).toHaveLength(1);
    expect(last()).toEqual({
      level: "warn",
      time: expect.any(Number),
      operation: "orders.place",
      msg: "yes",
    });
  });

  test("gives a child's fields to each of its lines", () => {
    const { log, last } = openLog();
    log.child({ requestId: "r1" }).child({ password: "hunter2" }).info({ a: 1 }, "deep");
    expect(last()).toMatchObject({ requestId: "r1", password: "[redacted]", a: 1 });
  });

  test.each([
    [{ authorization: "s3cret" }],
    [{ headers: { Cookie: "s3cret", "Set-Cookie": ["s3cret"], "X-API-Key": "s3cret" } }],
    [{ users: [{ password: "s3cret" }, { accessToken: { nested: "s3cret" } }] }],
    [{ a: { b: { c: { API_KEY: "s3cret", "idempotency-key": "s3cret" } } } }],
    [{ a: { b: { c: { d: { e: { f: { g: { token: "s3cret" } } } } } } } }],
  ])("never writes a secret-named value: %j", (fields) => {
    const { log, lines } = openLog();
    log.info(fields, "said");
    expect(lines.join("")).not.toContain("s3cret");
    expect(lines).toHaveLength(1);
  });

  test("never writes a secret that hangs on an error, under whatever name the error stands", () => {
    const { log, lines } = openLog();
    const inner = Object.assign(new Error("inner"), { password: "s3cret" });
    const headers = { Authorization: "Bearer s3cret" };
    const error = Object.assign(new Error("outer"), { config: { headers }, inner, code: "E_OUT" });
    log.error({ error, reason: inner, errors: [error] }, "failed");
    log.child({ error }).error({}, "failed");
    expect(lines.join("")).not.toContain("s3cret");
    for (const line of lines)
      expect(JSON.parse(line)).toMatchObject({
        error: {
          type: "Error",
          code: "E_OUT",
          inner: { message: "inner", stack: expect.stringContaining("Error: inner") as string },
        },
      });
  });

  test("for people lets no text of a caller command the terminal or begin a line", () => {
    const { log, lines } = openLog({ pretty: true });
    const forged = "a\n12:00:00 error forged \u001b[2J\u009b2J\r";
    log.info({ name: forged, user: { name: forged }, error: new Error(forged) }, forged);
    const plain = stripVTControlCharacters(lines.join(""));
    expect(plain.match(/^\d\d:\d\d:\d\d/gm)).toHaveLength(1);
    expect(plain).not.toMatch(/(?![\n])\p{Cc}/u);
    expect(lines.join("")).not.toContain("\u001b[2J");
  });

  test("leaves what it was given as it was", () => {
    const fields = { user: { password: "mine", name: "Ada" }, tokens: 3 };
    const { log, last } = openLog();
    log.info(fields, "said");
    expect(fields.user.password).toBe("mine");
    expect(last()).toMatchObject({ user: { password: "[redacted]", name: "Ada" }, tokens: 3 });
  });

  test("writes a frozen error like any other", () => {
    const { log, last } = openLog();
    const cause = Object.freeze(new RangeError("inner"));
    log.error({ error: Object.freeze(new TypeError("outer", { cause })) }, "failed");
    const { error } = last() as { error: { type: string; message: string; stack: string } };
    expect(error).toMatchObject({ type: "TypeError", message: "outer: inner" });
    expect(error.stack).toMatch(/log\.test\.ts[^]*caused by: RangeError: inner/);
  });

  test("writes an error that is no plain one with its name and message", () => {
    const { log, last } = openLog();
    log.error({ error: new DOMException("gone", "AbortError") }, "failed");
    expect(last()).toMatchObject({ error: { type: "DOMException", message: "gone" } });
  });

  test("writes an error with its stack and its cause", () => {
    const { log, last } = openLog();
    log.error({ error: new TypeError("outer", { cause: new Error("inner") }) }, "failed");
    const error = last()["error"] as { type: string; stack: string; message: string };
    expect(error).toMatchObject({ type: "TypeError", message: expect.stringContaining("outer") });
    expect(error.stack).toContain("caused by: Error: inner");
  });

  const circular: Record<string, unknown> = { name: "circle" };
  circular["self"] = circular;
  test.each([
    ["a circle", circular],
    ["a bigint", { count: 10n }],
    [
      "a getter that throws",
      {
        get broken(): never {
          throw new Error("broken");
        },
      },
    ],
    [
      "a toJSON that throws",
      {
        at: {
          toJSON: () => {
            throw new Error("broken");
          },
        },
      },
    ],
    ["an object without prototype", Object.assign(Object.create(null) as object, { a: 1 })],
  ])("never throws, and never loses the sentence: %s", (_what, fields) => {
    const { log, last } = openLog();
    log.info(fields, "still here");
    expect(last()).toMatchObject({ msg: "still here" });
  });

  test("for people is readable: time, level, sentence, fields, and the stack below", () => {
    const { log, lines } = openLog({ pretty: true });
    log.warn({ operation: "orders.place", ms: 12, error: new Error("no") }, "Slow");
    const plain = stripVTControlCharacters(lines.join(""));
    expect(plain).toMatch(
      /^\d\d:\d\d:\d\d warn {2}Slow operation=orders\.place ms=12\n {6}Error: no\n {10}at /,
    );
  });

  test("for people shows lists line by line, and of our own errors the sentence alone", () => {
    const { log, lines } = openLog({ pretty: true });
    const statements = ["CREATE TABLE a (\n  id TEXT\n)", `DROP TABLE ${"b".repeat(200)}`];
    log.info({ statements }, "Changed");
    log.error({ error: new ServeryError("port_in_use", "Port 4000 is taken.") }, "No");
    const plain = stripVTControlCharacters(lines.join(""));
    expect(plain).toMatch(/Changed\n {6}CREATE TABLE a \( id TEXT \)\n {6}DROP TABLE b{98}…\n/);
    expect(plain).toMatch(/error No\n {6}Port 4000 is taken\.\n$/);
  });

  test("loses no line when the process ends right after", () => {
    const script = `import { createLog } from ${JSON.stringify(new URL("log.ts", import.meta.url).href)};
      const log = createLog({ pretty: false });
      for (let n = 0; n < 1000; n++) log.info({ n }, "line");
      process.exit(0);`;
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    expect(stdout.trim().split("\n")).toHaveLength(1000);
  });
});
