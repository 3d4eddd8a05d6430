import { DatabaseSync } from "node:sqlite";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "servery/client";
import { describe, expect, onTestFinished, test } from "vitest";

import { ask } from "../service/bind.fixture.ts";
import { notebook, openNotebook } from "./notes-service.ts";

type Opened = Awaited<ReturnType<typeof openNotebook>>;

async function openWithPosts(settings: Parameters<typeof openNotebook>[0] = {}): Promise<Opened> {
  const opened = await openNotebook(settings);
  for (const [id, topic] of [
    ["1", "lamps"],
    ["2", "lamps"],
    ["3", "chairs"],
  ] as const)
    await ask(opened.service, "/posts", { json: { id, topic, title: `Post ${id}`, views: 0 } });
  return opened;
}

const as = (name: string) => ({ headers: { authorization: `Bearer ${name}` } });

async function askOften({ service }: Opened, path: string, init: RequestInit = {}, times = 4) {
  const answers = [];
  for (let time = 0; time < times; time++) answers.push(await ask(service, path, init));
  return answers;
}

describe("an answer that is asked for again", () => {
  test("is kept from its second run on, and then given without running", async () => {
    const opened = await openWithPosts();
    const answers = await askOften(opened, "/posts/1", {}, 10);
    expect(opened.runs.get("get 1")).toBe(2);
    expect(new Set(answers.map(({ json }) => JSON.stringify(json)))).toHaveLength(1);
    expect(opened.service.status().live).toMatchObject({ kept: 1, hits: 8 });
  });

  test("has its ETag, is not sent again to who has it, and is compressed", async () => {
    const opened = await openWithPosts();
    await ask(opened.service, "/posts", {
      json: { id: "9", topic: "long", title: "x".repeat(5000), views: 0 },
    });
    const [first, , kept] = await askOften(opened, "/posts/9");
    expect(kept!.headers["etag"]).toBe(first!.headers["etag"]);
    const again = await ask(opened.service, "/posts/9", {
      headers: { "if-none-match": kept!.headers["etag"]! },
    });
    expect(again.status).toBe(304);
    const response = await opened.service.fetch(
      new Request("http://service.example/posts/9", { headers: { "accept-encoding": "br" } }),
    );
    expect(response.headers.get("content-encoding")).toBe("br");
    expect(response.headers.get("etag")).not.toBe(first!.headers["etag"]);
    expect(opened.runs.get("get 9")).toBe(2);
  });

  test("is found by another spelling of the same query too, once that is seen again", async () => {
    const opened = await openWithPosts();
    await askOften(opened, "/posts?topic=lamps");
    await askOften(opened, "/posts?topic=%6camps");
    expect(opened.runs.get("list lamps")).toBe(3);
  });

  test("is found by a call in the same process", async () => {
    const opened = await openWithPosts();
    const client = createClient(notebook, { link: opened.service });
    await askOften(opened, "/posts/1");
    expect(await client.posts.get({ id: "1" })).toMatchObject({ title: "Post 1" });
    expect(opened.runs.get("get 1")).toBe(2);
  });

  test("is not kept where its operation says so, nor where it was a problem", async () => {
    const opened = await openWithPosts();
    const answers = await askOften(opened, "/unkept/1");
    expect(opened.runs.get("unkept")).toBe(4);
    expect(answers[0]!.headers).toMatchObject({ "cache-control": "no-store" });
    expect(answers[0]!.headers).not.toHaveProperty("etag");
    await askOften(opened, "/posts/nope");
    expect(opened.runs.get("get nope")).toBe(4);
  });

  test("is kept of a heavy query from its first run on", async () => {
    const opened = await openWithPosts();
    const answers = await askOften(opened, "/heavy");
    expect(answers.at(-1)!.json).toEqual({ n: 3 });
    expect(opened.runs.get("heavy")).toBe(1);
  });

  test("makes room for others, those first that were of no use", async () => {
    const opened = await openWithPosts({ live: { cacheBytes: 6000 } });
    await askOften(opened, "/posts/1");
    await askOften(opened, "/posts/2", {}, 2);
    await askOften(opened, "/posts/3", {}, 2);
    await askOften(opened, "/posts?topic=lamps", {}, 2);
    const status = opened.service.status().live;
    expect(status!.bytes).toBeLessThanOrEqual(6000);
    await ask(opened.service, "/posts/1");
    expect(opened.runs.get("get 1")).toBe(2);
  });

  test("is not kept at all with no room", async () => {
    const opened = await openWithPosts({ live: { cacheBytes: 0 } });
    await askOften(opened, "/posts/1");
    expect(opened.runs.get("get 1")).toBe(4);
    expect(opened.service.status().live).toMatchObject({ kept: 0, bytes: 0 });
  });
});

describe("equal queries at once", () => {
  test("share one run, but for the first sight of their address", async () => {
    const opened = await openWithPosts();
    const askMany = () =>
      Promise.all(Array.from({ length: 20 }, () => ask(opened.service, "/posts/1")));
    const answers = await askMany();
    expect(new Set(answers.map(({ json }) => json!["title"]))).toEqual(new Set(["Post 1"]));
    expect(opened.runs.get("get 1")).toBe(2);
  });

  test("share one run at first sight too where they are heavy", async () => {
    const opened = await openWithPosts();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => ask(opened.service, "/heavy")),
    );
    expect(answers.map(({ json }) => json!["n"])).toEqual([3, 3, 3, 3, 3]);
    expect(opened.service.status().live).toMatchObject({ misses: 5, kept: 1 });
  });

  test("of several callers are each given their own", async () => {
    const opened = await openWithPosts();
    const names = ["ada", "bob", "root", "rich"];
    for (const name of names) await ask(opened.service, "/notes", { ...as(name), ...body(name) });
    for (let round = 0; round < 3; round++) {
      const answers = await Promise.all(
        names.map((name) => ask(opened.service, "/asks/who", as(name))),
      );
      expect(answers.map(({ json }) => json!["words"])).toEqual(names);
    }
  });
});

function body(name: string): RequestInit {
  return {
    method: "POST",
    body: JSON.stringify({ body: `of ${name}` }),
    headers: { ...as(name).headers, "content-type": "application/json" },
  };
}

describe("a write", () => {
  test("ends what it may have changed before it is answered, and nothing else", async () => {
    const opened = await openWithPosts();
    for (const path of ["/posts/1", "/posts/2", "/posts?topic=lamps", "/posts?topic=chairs"])
      await askOften(opened, path);
    await ask(opened.service, "/posts/1/title", { json: { title: "New" } });
    const after = [];
    for (const path of ["/posts/1", "/posts/2", "/posts?topic=lamps", "/posts?topic=chairs"])
      after.push((await ask(opened.service, path)).json);
    expect(after[0]).toMatchObject({ title: "New" });
    expect(JSON.stringify(after[2])).toContain("New");
    expect(Object.fromEntries(opened.runs)).toEqual({
      "get 1": 3,
      "get 2": 2,
      "list lamps": 3,
      "list chairs": 2,
    });
  });

  test("of an action does too", async () => {
    const opened = await openWithPosts();
    await askOften(opened, "/posts/1");
    await ask(opened.service, "/posts/1/later", { method: "POST" });
    expect((await ask(opened.service, "/posts/1")).json).toMatchObject({ views: 1 });
  });

  test("of another process is noticed", async () => {
    const folder = mkdtempSync(join(tmpdir(), "servery-live-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, "notes.db");
    const opened = await openWithPosts({ database: file });
    await askOften(opened, "/posts/1");
    using other = new DatabaseSync(file);
    other.exec("UPDATE posts SET title = 'Elsewhere' WHERE id = '1'");
    opened.clock.advance(100);
    await new Promise((resolve) => void setImmediate(resolve));
    expect((await ask(opened.service, "/posts/1")).json).toMatchObject({ title: "Elsewhere" });
  });

  test("of another process is noticed by who sends a body for long", async () => {
    const folder = mkdtempSync(join(tmpdir(), "servery-live-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, "notes.db");
    const { service, clock } = await openWithPosts({ database: file });
    using other = new DatabaseSync(file);
    const search = async (meanwhile = async () => {}) => {
      const reply = await service.handle({
        method: "POST",
        target: "/posts/search",
        header: (name) => (name === "content-type" ? "application/json" : undefined),
        remoteAddress: "192.0.2.1",
        readBody: async () => {
          await meanwhile();
          return new TextEncoder().encode('{"id":"1"}');
        },
        signal: new AbortController().signal,
      });
      return String(reply.body);
    };
    for (let time = 0; time < 3; time++) expect(await search()).toContain("Post 1");
    expect(service.status().live?.hits).toBe(1);
    const late = await search(async () => {
      other.exec("UPDATE posts SET title = 'Elsewhere' WHERE id = '1'");
      clock.advance(100);
      await new Promise((resolve) => void setImmediate(resolve));
    });
    expect(late).toContain("Elsewhere");
  });

  test.each([
    ["that numbers its commits", "UPDATE servery_commits SET previous = count, count = count + 1"],
    ["that does not", ""],
  ])("of another process, %s, is told to who watches, by one run", async (_, number) => {
    const folder = mkdtempSync(join(tmpdir(), "servery-live-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, "notes.db");
    const opened = await openWithPosts({ database: file });
    const titles: unknown[] = [];
    const stop = opened.service.watch(
      "posts.get",
      { id: "1" },
      {
        onOutput: (post) => void titles.push((post as { title: string }).title),
        onProblem: (error) => void titles.push(error),
      },
    );
    onTestFinished(stop);
    await expect.poll(() => titles).toEqual(["Post 1"]);
    using other = new DatabaseSync(file);
    for (const title of ["Once", "Twice"]) {
      other.exec(`BEGIN; UPDATE posts SET title = '${title}' WHERE id = '1'; ${number}; COMMIT`);
      opened.clock.advance(100);
      await expect.poll(() => titles.at(-1)).toBe(title);
    }
    // Nor does it run again when nothing more is written.
    for (let turn = 0; turn < 50; turn++)
      await new Promise((resolve) => void setImmediate(resolve));
    expect(opened.runs.get("get 1")).toBe(3);
  });

  test("is seen by whoever knows of it, whatever was on its way", async () => {
    const opened = await openWithPosts();
    await askOften(opened, "/posts/1", {}, 1);
    for (let round = 1; round <= 20; round++) {
      const early = ask(opened.service, "/posts/1");
      await ask(opened.service, "/posts/1/views", { method: "POST" });
      const late = await ask(opened.service, "/posts/1");
      expect(late.json).toMatchObject({ views: round });
      await early;
    }
  });
});

describe("what a handler asks of its caller", () => {
  test.each([
    ["its user", "/asks/who", ["ada", "bob"], ["ada", "bob"], 4],
    [
      "whether there is a role: all who answer alike share",
      "/asks/admin",
      ["ada", "bob", "root"],
      ["no", "no", "yes"],
      4,
    ],
    ["whether there is a plan", "/asks/gold", ["ada", "rich", "bob"], ["no", "yes", "no"], 4],
    [
      "its credential",
      "/asks/credential",
      ["ada", "bob"],
      ["credential-of-ada", "credential-of-bob"],
      4,
    ],
  ])("%s", async (_, path, names, expected, runs) => {
    const opened = await openWithPosts();
    const answers = [];
    for (let round = 0; round < 4; round++)
      for (const name of names)
        answers.push((await ask(opened.service, path, as(name))).json!["words"]);
    expect(answers).toEqual([...expected, ...expected, ...expected, ...expected]);
    expect([...opened.runs.values()][0]).toBeLessThanOrEqual(runs);
  });

  test("a plan: when it has ended the answer is that of those without", async () => {
    const opened = await openWithPosts();
    const words = async () => (await ask(opened.service, "/asks/gold", as("brief"))).json!["words"];
    for (let round = 0; round < 4; round++) expect(await words()).toBe("yes");
    opened.clock.advance(5001);
    expect(await words()).toBe("no");
    expect(opened.runs.get("isGold")).toBe(3);
  });

  test("a header: who sends the same one shares", async () => {
    const opened = await openWithPosts();
    const languages = ["de", "fr", "de", "fr", "de", "fr", "de", "fr"];
    const answers = [];
    for (const language of languages)
      answers.push(
        (await ask(opened.service, "/asks/language", { headers: { "accept-language": language } }))
          .json!["words"],
      );
    expect(answers).toEqual(languages);
    expect(opened.runs.get("language")).toBeLessThanOrEqual(4);
  });

  test.each([
    ["the cookie", "/asks/cookie", "cookie"],
    ["randomness", "/asks/random", "random"],
    ["the request's id", "/asks/request", "requestId"],
    ["the time in SQL", "/asks/sql-time", "sqlTime"],
    ["randomness in SQL", "/asks/sql-random", "sqlRandom"],
  ])("%s: nothing is kept", async (_, path, name) => {
    const opened = await openWithPosts();
    await askOften(opened, path);
    expect(opened.runs.get(name)).toBe(4);
  });

  test("rows that policies hold: each gets their own, and root all", async () => {
    const opened = await openWithPosts();
    for (const name of ["ada", "bob"]) await ask(opened.service, "/notes", body(name));
    for (let round = 0; round < 3; round++)
      for (const [name, count] of [
        ["ada", 1],
        ["bob", 1],
        ["root", 2],
      ] as const) {
        const { json } = await ask(opened.service, "/notes", as(name));
        expect(json!["items"]).toHaveLength(count);
      }
    const before = opened.runs.get("mine");
    await ask(opened.service, "/notes", body("ada"));
    expect((await ask(opened.service, "/notes", as("bob"))).json!["items"]).toHaveLength(1);
    expect((await ask(opened.service, "/notes", as("ada"))).json!["items"]).toHaveLength(2);
    expect((await ask(opened.service, "/notes", as("root"))).json!["items"]).toHaveLength(3);
    // Bob's own rows are no others' business.
    expect(opened.runs.get("mine")).toBe(before! + 2);
  });

  test("the time: an answer is a second old at most", async () => {
    const opened = await openWithPosts();
    await askOften(opened, "/asks/time");
    expect(opened.runs.get("time")).toBe(2);
    opened.clock.advance(1000);
    const { json } = await ask(opened.service, "/asks/time");
    expect(json!["at"]).toBe(opened.clock.now());
  });

  test("a variable of its module: an answer is a minute old at most", async () => {
    const opened = await openWithPosts();
    await askOften(opened, "/asks/ambient");
    opened.state.ambient = 1;
    expect((await ask(opened.service, "/asks/ambient")).json).toEqual({ n: 0 });
    opened.clock.advance(60_000);
    expect((await ask(opened.service, "/asks/ambient")).json).toEqual({ n: 1 });
  });
});

describe("the auditor", () => {
  test("reports an answer that differs though nothing has changed, and gives it up", async () => {
    const opened = await openWithPosts({ live: { auditEvery: 1 } });
    await askOften(opened, "/asks/ambient");
    opened.state.ambient = 1;
    opened.clock.advance(1500);
    await ask(opened.service, "/asks/ambient");
    await expect.poll(() => opened.service.status().live!.missed).toBe(1);
    const line = opened.log.lines.find(({ level }) => level === "error");
    expect(line!.message).toContain("asks.ambient: an answer from the cache differs");
    expect(line!.fields).toMatchObject({ kept: '{"n":0}', now: '{"n":1}' });
    expect((await ask(opened.service, "/asks/ambient")).json).toEqual({ n: 1 });
  });

  test("finds nothing where nothing is wrong", async () => {
    const opened = await openWithPosts({ live: { auditEvery: 1 } });
    for (let round = 0; round < 10; round++) {
      opened.clock.advance(1500);
      await askOften(opened, "/posts/1");
      await ask(opened.service, "/posts/1/views", { method: "POST" });
    }
    await expect.poll(() => opened.service.status().live!.audited).toBeGreaterThan(0);
    expect(opened.service.status().live!.missed).toBe(0);
  });
});

describe("a state of the data", () => {
  test("stands on every answer: the one that was seen, or that was made", async () => {
    const opened = await openWithPosts();
    const count = (headers: Record<string, string>): number =>
      Number(headers["servery-snapshot"]!.split(".")[2]);
    const [first, second] = await askOften(opened, "/posts/1");
    expect(count(second!.headers)).toBe(count(first!.headers));
    const made = await ask(opened.service, "/posts/1/views", { method: "POST" });
    expect(count(made.headers)).toBe(count(first!.headers) + 1);
    expect(count((await ask(opened.service, "/posts/1")).headers)).toBe(count(made.headers));
    expect(count((await ask(opened.service, "/posts/none")).headers)).toBe(count(made.headers));
    const acted = await ask(opened.service, "/posts/1/later", { method: "POST" });
    expect(count(acted.headers)).toBeGreaterThan(count(made.headers));
  });

  test("that was seen elsewhere and is not here yet is waited for, not passed over", async () => {
    const opened = await openWithPosts();
    const { headers } = await ask(opened.service, "/posts/1");
    const [form, database, count] = headers["servery-snapshot"]!.split(".");
    const later = `${form}.${database}.${Number(count) + 5}`;
    const refused = await ask(opened.service, "/posts/1", {
      headers: { "servery-snapshot": later },
    });
    expect(refused).toMatchObject({ status: 503, json: { code: "snapshot_unavailable" } });
    expect(refused.headers["retry-after"]).toBe("1");
    for (const other of [`${form}.other.999`, "p.1.2:3:4", "nonsense", ""]) {
      const answer = await ask(opened.service, "/posts/1", {
        headers: { "servery-snapshot": other },
      });
      expect(answer.status).toBe(200);
    }
  });
});
