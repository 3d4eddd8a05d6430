import { contract, mutation, nothing, query } from "servery";
import type { Captcha, ServiceSettings } from "servery/server";
import { describe, expect, it } from "vitest";
import * as z from "zod";

import { solveWork } from "../../src/lib/client/solve-work.ts";
import { ask, bindService } from "../service/bind.fixture.ts";
import { makeDatabaseFile, readRows } from "./stored-rows.ts";

const input = z.object({ message: z.string(), website: z.string().optional() });
const common = { access: "public", input, output: nothing } as const;
const form = contract({
  name: "form",
  operations: {
    honeypot: mutation({ ...common, path: "/honeypot", spam: { honeypot: "website" } }),
    work: mutation({ ...common, path: "/work", spam: { work: 8 } }),
    other: mutation({ ...common, path: "/other", spam: { work: 8 } }),
    captcha: mutation({ ...common, path: "/captcha", spam: { captcha: true } }),
    both: mutation({
      ...common,
      path: "/both",
      spam: { work: 8, captcha: true, honeypot: "website" },
    }),
  },
});

const passes: Captcha = { verify: (token) => Promise.resolve(token === "person") };

function openForm(settings: ServiceSettings = {}) {
  let calls = 0;
  const handler = () => void calls++;
  const handlers = {
    honeypot: handler,
    work: handler,
    other: handler,
    captcha: handler,
    both: handler,
  };
  const bound = bindService(form, { handlers, captcha: passes, ...settings });
  const send = async (
    path: string,
    headers: Record<string, string> = {},
    json: unknown = { message: "hi" },
  ) => {
    const all = { "content-type": "application/json", ...headers };
    const { status, json: problem } = await ask(bound.service, path, { json, headers: all });
    const { code, data = {} } = (problem ?? {}) as {
      code?: string;
      data?: Record<string, unknown>;
    };
    return { status, code, data, problem };
  };
  return { ...bound, send, calls: () => calls };
}

async function solve({ data }: { data: Record<string, unknown> }) {
  const { challenge, bits } = data as { challenge: string; bits: number };
  return {
    "servery-proof": `${challenge}:${await solveWork(challenge, bits, new AbortController().signal)}`,
  };
}

describe("a honeypot", () => {
  it("refuses who fills it in, without a word about why", async () => {
    const file = makeDatabaseFile();
    const { send, calls, service } = openForm({ database: file });
    const caught = await send("/honeypot", {}, { message: "buy", website: "https://spam.example" });
    expect(caught).toMatchObject({ status: 403, code: "forbidden" });
    expect(JSON.stringify(caught.problem)).not.toMatch(/honeypot|website|spam/i);
    expect((await send("/honeypot", {}, { message: "hi", website: "" })).status).toBe(204);
    expect((await send("/honeypot")).status).toBe(204);
    expect(calls()).toBe(2);
    await service.close();
    expect(readRows(file, "SELECT kind, detail, count FROM servery_security_events")).toEqual([
      { kind: "spam", detail: "The honeypot was filled in: honeypot", count: 1 },
    ]);
  });
});

describe("proof of work", () => {
  it("is asked for, done by our client's own code, and good for one call", async () => {
    const { send, calls } = openForm();
    const asked = await send("/work");
    expect(asked).toMatchObject({ status: 428, code: "proof_required", data: { bits: 8 } });
    const proof = await solve(asked);
    expect((await send("/other", proof)).status).toBe(428);
    expect((await send("/work", proof)).status).toBe(204);
    const again = await send("/work", proof);
    expect(again).toMatchObject({ status: 428, data: { bits: 8 } });
    expect((await send("/work", await solve(again))).status).toBe(204);
    expect(calls()).toBe(2);
  });

  it("is asked for before the body is read", async () => {
    const { send } = openForm();
    expect((await send("/work", { "content-type": "text/plain" }, "not JSON")).status).toBe(428);
  });

  it("is used once, however many send it at once", async () => {
    const { send, calls } = openForm();
    const proof = await solve(await send("/work"));
    const answers = await Promise.all(Array.from({ length: 20 }, () => send("/work", proof)));
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect(calls()).toBe(1);
  });

  it("is asked of calls in the same process too", async () => {
    const { service } = openForm();
    await expect(service.call("work", { message: "hi" })).rejects.toMatchObject({
      code: "proof_required",
    });
  });

  it("that is made up is a security event", async () => {
    const file = makeDatabaseFile();
    const { send, service } = openForm({ database: file });
    const { data } = await send("/work");
    expect((await send("/work", { "servery-proof": "nonsense" })).status).toBe(428);
    // A challenge of ours, without the work: one number in 256 would do.
    const lazy = [0, 1, 2, 3].map((number) =>
      send("/work", { "servery-proof": `${String(data["challenge"])}:${number}` }),
    );
    expect((await Promise.all(lazy)).map(({ status }) => status)).toContain(428);
    await service.close();
    const [event] = readRows(file, "SELECT kind, detail, count FROM servery_security_events");
    expect(event).toMatchObject({ kind: "spam", detail: "The proof of work was made up: work" });
    expect(event!["count"]).toBeGreaterThan(1);
  });
});

describe("a captcha", () => {
  it("lets through whom its service says is a person", async () => {
    const { send, calls } = openForm();
    expect(await send("/captcha")).toMatchObject({
      status: 428,
      code: "proof_required",
      data: { captcha: true },
    });
    expect((await send("/captcha", { "servery-captcha": "robot" })).status).toBe(428);
    expect((await send("/captcha", { "servery-captcha": "person" })).status).toBe(204);
    expect(calls()).toBe(1);
  });

  it("lets nobody through when its service fails, and says so to the log alone", async () => {
    const verify = () => Promise.reject(new Error("S3CRET key is wrong"));
    const { send, calls, log } = openForm({ captcha: { verify } });
    const refused = await send("/captcha", { "servery-captcha": "person" });
    expect(refused).toMatchObject({ status: 503, code: "overloaded" });
    expect(JSON.stringify(refused.problem)).not.toContain("S3CRET");
    expect(log.lines).toContainEqual(
      expect.objectContaining({ level: "error", message: "The captcha could not be checked" }),
    );
    expect(calls()).toBe(0);
  });

  it("lets nobody through when its service answers nothing in time, or no boolean", async () => {
    const late = openForm({ captcha: { verify: () => new Promise(() => {}) } });
    const waiting = late.send("/captcha", { "servery-captcha": "person" });
    await late.service.ready();
    await new Promise((resolve) => setImmediate(resolve));
    late.clock.advance(5000);
    expect((await waiting).status).toBe(503);
    const vague = openForm({ captcha: { verify: () => Promise.resolve("yes" as never) } });
    expect((await vague.send("/captcha", { "servery-captcha": "person" })).status).toBe(428);
  });

  it("is not asked of a token that is longer than any", async () => {
    let asked = 0;
    const { send } = openForm({ captcha: { verify: () => Promise.resolve(++asked > 0) } });
    expect((await send("/captcha", { "servery-captcha": "x".repeat(8193) })).status).toBe(428);
    expect(asked).toBe(0);
  });

  it("may be asked for together with work, at once", async () => {
    const { send } = openForm();
    const asked = await send("/both");
    expect(asked.data).toMatchObject({ captcha: true, bits: 8 });
    expect((await send("/both", await solve(asked))).status).toBe(428);
    const proof = await solve(await send("/both"));
    expect((await send("/both", { ...proof, "servery-captcha": "person" })).status).toBe(204);
  });

  it("is missed at the start, not by the first visitor", () => {
    const { service } = openForm();
    expect(() => service.with({ captcha: undefined as never })).toThrow(
      /captcha for captcha, both: give the service one/,
    );
  });
});

it("is checked when the contract is built", () => {
  const build = (spam: object, properties: object) => () =>
    contract({
      name: "form",
      operations: {
        send: query({
          path: "/x",
          access: "public",
          input: z.object(properties as never),
          output: nothing,
          spam,
        }),
      },
    });
  expect(build({ honeypot: "url" }, { message: z.string() })).toThrow(
    /"url" is no property of its input/,
  );
  expect(build({ honeypot: "url" }, { url: z.string() })).toThrow(/"url" must be optional/);
  expect(build({ honeypot: "url" }, { url: z.int().optional() })).toThrow(/"url" must be a text/);
  for (const work of [7, 25, 8.5]) expect(build({ work }, {})).toThrow(/whole number from 8 to 24/);
  expect(build({ honeypot: "url", work: 24 }, { url: z.string().optional() })).not.toThrow();
});
