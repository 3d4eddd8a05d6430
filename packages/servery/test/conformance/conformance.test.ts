import { gunzipSync, brotliDecompressSync } from "node:zlib";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { createMemoryLog, type LogLine } from "../data/fixture.ts";
import {
  cacheScenarios,
  corsScenarios,
  leakScenarios,
  ownScenarios,
  routeScenarios,
} from "./answer-scenarios.ts";
import { bodyScenarios, parameterScenarios } from "./input-scenarios.ts";
import { type Scenario, toMethod } from "./scenario.ts";
import { createShelf, secret } from "./shelf-service.ts";
import { type Answer, type OpenTransport, transports } from "./transports.ts";

const groups = {
  "a service's routes": routeScenarios,
  "a service's parameters": parameterScenarios,
  "a service's bodies": bodyScenarios,
  "a service's caching": cacheScenarios,
  "a service and other origins": corsScenarios,
  "a service's discretion": leakScenarios,
  "a service's own paths": ownScenarios,
};

describe.each(transports)("over $name", ({ name: transport, open }) => {
  const log = createMemoryLog();
  let service: OpenTransport;

  beforeAll(async () => {
    const shelf = createShelf(log, { limits: { bodyBytes: 65_536 } });
    service = await open(shelf);
    await shelf.call("seed", {});
  });
  afterAll(() => service.close());

  describe.each(Object.entries(groups))("%s", (_, scenarios) => {
    it.each(scenarios.filter(({ only }) => only === undefined || only === transport))(
      "$name",
      async (scenario) => {
        log.lines.length = 0;
        const answer = await service.send(toAsk(scenario));
        const text = toText(answer);
        expect(answer.status, text).toBe(scenario.status);
        expectHeaders(answer, scenario);
        expectContent(text, scenario);
        expectProblem(answer, text);
        for (const forbidden of [secret, ...(scenario.forbidden ?? [])])
          expect(text + JSON.stringify(answer.headers)).not.toContain(forbidden);
        if (scenario.logged !== undefined) expectLine(log.lines, scenario.logged);
      },
    );
  });

  it("writes one line for each request, with a level by its status", async () => {
    const paths = { "/cached": "info", "/items/none": "warn", "/broken": "error" };
    for (const [path, level] of Object.entries(paths)) {
      log.lines.length = 0;
      await service.send(toAsk({ name: "", path, status: 0 }));
      const lines = log.lines.filter(({ message }) => message === "request");
      expect(lines).toMatchObject([
        { level, fields: { method: "GET", status: expect.any(Number) } },
      ]);
      expect(Object.keys(lines[0]!.fields).toSorted()).toEqual([
        "method",
        "ms",
        "operation",
        "requestId",
        "status",
      ]);
    }
  });

  it("logs neither the query string nor the body", async () => {
    log.lines.length = 0;
    await service.send(toAsk({ name: "", path: "/nowhere?token=t0ken", status: 0 }));
    await service.send(
      toAsk({ name: "", path: "/sign-in", body: { password: "p4ssword" }, status: 0 }),
    );
    expect(log.lines).toHaveLength(2);
    expect(JSON.stringify(log.lines)).not.toMatch(/t0ken|p4ssword/);
  });

  it.each(["PATCH", "OPTIONS"])(
    "logs a path by its pattern when the method is %s",
    async (method) => {
      log.lines.length = 0;
      await service.send(toAsk({ name: "", method, path: "/items/s3cret", status: 0 }));
      expect(log.lines).toMatchObject([{ fields: { method, path: "/items/:id" } }]);
    },
  );

  it("answers 304 to the ETag that it gave, in whichever encoding", async () => {
    for (const encoding of ["identity", "gzip", "br"]) {
      const headers = { "accept-encoding": encoding };
      const first = await service.send(toAsk({ name: "", path: "/big", headers, status: 0 }));
      const etag = first.headers["etag"]!;
      const again = { ...headers, "if-none-match": `"x", W/${etag}` };
      const second = await service.send(
        toAsk({ name: "", path: "/big", headers: again, status: 0 }),
      );
      expect(second).toMatchObject({ status: 304, headers: { etag } });
      expect(second.bytes).toHaveLength(0);
    }
  });

  it("gives the log the stack that it keeps from the caller", async () => {
    log.lines.length = 0;
    const answer = await service.send(toAsk({ name: "", path: "/broken", status: 0 }));
    const line = log.lines.find(({ message }) => message === "broken failed");
    expect(String((line!.fields["error"] as Error).stack)).toMatch(/S3CRET.*\n.*shelf-service\.ts/);
    expect(line!.fields["requestId"]).toBe(answer.headers["x-request-id"]);
    expect(toText(answer)).toContain(`urn:request:${answer.headers["x-request-id"]}`);
  });
});

function toAsk(scenario: Scenario) {
  const { path, headers = {}, body } = scenario;
  const isText = typeof body === "string" || body instanceof Uint8Array;
  const type = body === undefined || isText ? {} : { "content-type": "application/json" };
  return {
    method: toMethod(scenario),
    path,
    headers: { ...type, ...headers },
    body: body === undefined || isText ? body : JSON.stringify(body),
  };
}

function toText({ bytes, headers }: Answer): string {
  const encoding = headers["content-encoding"];
  const plain =
    encoding === "br"
      ? brotliDecompressSync(bytes)
      : encoding === "gzip"
        ? gunzipSync(bytes)
        : bytes;
  return new TextDecoder().decode(plain);
}

function expectHeaders({ headers }: Answer, { answers = {} }: Scenario): void {
  for (const [name, expected] of Object.entries(answers)) {
    if (expected === null) expect(headers[name], name).toBeUndefined();
    else if (typeof expected === "string") expect(headers[name], name).toBe(expected);
    else expect(headers[name], name).toMatch(expected);
  }
}

function expectContent(text: string, { content }: Scenario): void {
  if (typeof content === "string") expect(text).toBe(content);
  else if (content !== undefined) expect(JSON.parse(text)).toMatchObject(content);
}

/** Whatever fails, fails as RFC 9457 says. */
function expectProblem({ status, headers }: Answer, text: string): void {
  if (status < 400) return;
  expect(headers["content-type"]).toBe("application/problem+json");
  const problem = JSON.parse(text) as Record<string, unknown>;
  expect(problem).toMatchObject({ status, title: expect.any(String), code: expect.any(String) });
  expect(problem["type"]).toBe(`urn:problem-type:shelf:${String(problem["code"])}`);
  expect(problem["instance"]).toBe(`urn:request:${headers["x-request-id"]}`);
}

function expectLine(
  lines: readonly LogLine[],
  { level, message }: NonNullable<Scenario["logged"]>,
): void {
  expect(lines.filter((line) => line.level === level && message.test(line.message))).toHaveLength(
    1,
  );
}
