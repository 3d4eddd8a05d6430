import { isProblemError } from "servery/client";
import { describe, expect, test } from "vitest";

import { ask } from "../service/bind.fixture.ts";
import { openNotebook } from "./notes-service.ts";

type Opened = Awaited<ReturnType<typeof openNotebook>>;

const as = (name: string) => ({ authorization: `Bearer ${name}` });

function watch({ service }: Opened, id: string, input?: unknown, name?: string) {
  const heard: unknown[] = [];
  const stop = service.watch(
    id,
    input,
    {
      onOutput: (output) => void heard.push(output),
      onProblem: (error, { isOver }) =>
        void heard.push(
          `${isProblemError(error) ? error.code : String(error)}${isOver ? "!" : ""}`,
        ),
    },
    name === undefined ? {} : { headers: as(name) },
  );
  return { heard, stop };
}

/** Until nothing more comes of what was done. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => void setImmediate(resolve));
}

const addPost = (opened: Opened, id: string, topic = "lamps") =>
  ask(opened.service, "/posts", { json: { id, topic, title: `Post ${id}`, views: 0 } });
const retitle = (opened: Opened, id: string, title: string) =>
  ask(opened.service, `/posts/${id}/title`, { json: { title } });

describe("a watched query", () => {
  test("is told at once, and again when its result is another", async () => {
    const opened = await openNotebook();
    await addPost(opened, "1");
    const { heard } = watch(opened, "posts.get", { id: "1" });
    await settle();
    await retitle(opened, "1", "New");
    await settle();
    expect(heard).toMatchObject([{ title: "Post 1" }, { title: "New" }]);
  });

  test("is not run again by what does not concern it, nor told what it knows", async () => {
    const opened = await openNotebook();
    await addPost(opened, "1");
    await addPost(opened, "2");
    const { heard } = watch(opened, "posts.get", { id: "1" });
    await settle();
    await retitle(opened, "2", "Other");
    await settle();
    expect(opened.runs.get("get 1")).toBe(1);
    await retitle(opened, "1", "Post 1");
    await settle();
    expect(heard).toHaveLength(1);
  });

  test("shares its runs with all who watch the same", async () => {
    const opened = await openNotebook();
    await addPost(opened, "1");
    const watches = Array.from({ length: 50 }, () => watch(opened, "posts.get", { id: "1" }));
    await settle();
    expect(opened.runs.get("get 1")).toBeLessThanOrEqual(2);
    const before = opened.runs.get("get 1")!;
    await retitle(opened, "1", "New");
    await settle();
    expect(opened.runs.get("get 1")).toBe(before + 1);
    for (const { heard } of watches) expect(heard.at(-1)).toMatchObject({ title: "New" });
  });

  test("of rows with a policy tells each caller of their own", async () => {
    const opened = await openNotebook();
    const ada = watch(opened, "notes.mine", undefined, "ada");
    const bob = watch(opened, "notes.mine", undefined, "bob");
    await settle();
    await opened.service.call("notes.add", { body: "of Ada" }, { headers: as("ada") });
    await settle();
    expect(ada.heard).toMatchObject([{ items: [] }, { items: [{ body: "of Ada" }] }]);
    expect(bob.heard).toEqual([{ items: [] }]);
  });

  test("tells of a problem, and of the result once there is one", async () => {
    const opened = await openNotebook();
    const { heard } = watch(opened, "posts.get", { id: "1" });
    await settle();
    await addPost(opened, "1");
    await settle();
    expect(heard).toMatchObject(["not_found", { title: "Post 1" }]);
  });

  test("is told nothing once it has ended", async () => {
    const opened = await openNotebook();
    await addPost(opened, "1");
    const { heard, stop } = watch(opened, "posts.get", { id: "1" });
    stop();
    await settle();
    expect(heard).toEqual([]);
    const other = watch(opened, "posts.get", { id: "1" });
    await settle();
    other.stop();
    await retitle(opened, "1", "New");
    await settle();
    expect(other.heard).toHaveLength(1);
    expect(opened.service.status().live).toMatchObject({ watches: 0 });
  });

  test.each([
    ["who is not signed in", "notes.mine", undefined, undefined, "unauthenticated!"],
    ["who lacks the role", "notes.all", undefined, "ada", "forbidden!"],
    ["an input that is not valid", "posts.get", { id: 1 }, undefined, "invalid_input!"],
    ["what is no query", "posts.add", {}, undefined, "invalid_input!"],
  ])("is refused to %s", async (_, id, input, name, expected) => {
    const opened = await openNotebook();
    const { heard } = watch(opened, id, input, name);
    await settle();
    expect(heard).toEqual([expected]);
  });

  test("that is another each time is run again when it is a minute old", async () => {
    const opened = await openNotebook();
    const { heard } = watch(opened, "asks.random");
    await settle();
    opened.clock.advance(61_000);
    await settle();
    expect(heard).toHaveLength(2);
  });
});

describe("an explanation", () => {
  test("says what a query rests on", async () => {
    const opened = await openNotebook();
    await addPost(opened, "1");
    const explained = await opened.service.explain("posts.list", { topic: "lamps" });
    expect(explained).toMatchObject({
      operation: "posts.list",
      statements: [
        {
          reach: "restricted",
          regions: [{ table: "posts", keys: [{ column: "topic", values: ["lamps"] }] }],
        },
      ],
      everything: undefined,
      consulted: [],
      cache: { kept: true, maxAgeMs: 60_000 },
    });
    expect(explained.statements[0]!.sql).toContain('from "posts"');
  });

  test.each([
    ["asks.random", "randomness"],
    ["asks.sqlRandom", "random"],
    ["posts.unkept", "cache: false"],
    ["asks.cookie", '"cookie"'],
  ])("says why %s is not kept", async (id, why) => {
    const opened = await openNotebook();
    await addPost(opened, "1");
    const { cache } = await opened.service.explain(
      id,
      id === "posts.unkept" ? { id: "1" } : undefined,
    );
    expect(cache.kept).toBe(false);
    expect(cache.why).toContain(why);
  });

  test("tells what has made a watched query run again", async () => {
    const opened = await openNotebook();
    await addPost(opened, "1");
    watch(opened, "posts.get", { id: "1" });
    await settle();
    await retitle(opened, "1", "New");
    await settle();
    await retitle(opened, "1", "New");
    await ask(opened.service, "/posts/1/views", { method: "POST" });
    await settle();
    const { reruns, watchers } = await opened.service.explain("posts.get", { id: "1" });
    expect(watchers).toBe(1);
    expect(reruns).toMatchObject([
      { cause: "posts: views of a row changed", changed: true },
      { cause: "posts: title of a row changed", changed: true },
    ]);
  });

  test("is refused for a mutation, an unknown operation, an unknown user and a wrong input", async () => {
    const { service } = await openNotebook();
    await expect(service.explain("posts.add", {})).rejects.toMatchObject({
      code: "not_explainable",
    });
    await expect(service.explain("posts.nope")).rejects.toMatchObject({
      code: "unknown_operation",
    });
    await expect(service.explain("posts.get", { id: 5 })).rejects.toMatchObject({
      code: "invalid_input",
    });
    await expect(service.explain("notes.mine", {}, { user: "eve" })).rejects.toMatchObject({
      code: "no_account",
    });
  });
});

describe("a service that closes", () => {
  test("tells who watches that it does, and whoever comes then", async () => {
    const opened = await openNotebook();
    await addPost(opened, "1");
    const { heard } = watch(opened, "posts.get", { id: "1" });
    await settle();
    const closing = opened.service.close();
    const late = watch(opened, "posts.get", { id: "1" });
    await closing;
    await settle();
    expect(heard).toMatchObject([{ title: "Post 1" }, "shutting_down!"]);
    expect(late.heard).toEqual(["shutting_down!"]);
  });
});
