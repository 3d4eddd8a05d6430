import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { onTestFinished } from "vitest";

const main = fileURLToPath(new URL("../src/main.js", import.meta.url));
const modules = fileURLToPath(new URL("../../../node_modules", import.meta.url));

/** A small app: a contract, a table and a service. */
export const files = {
  "package.json": `{ "type": "module" }`,
  "contract.ts": `import { contract, mutation, query } from "servery";
import * as z from "zod";

export const Note = z.object({ id: z.string(), text: z.string() });
export const listNotes = query({ path: "/notes", access: "public", output: z.object({ items: z.array(Note) }) });
export const addNote = mutation({ path: "/notes", access: "public", input: z.object({ text: z.string() }), output: Note });
export const notebook = contract({ name: "notebook", title: "The Notebook", basePath: "/api", operations: { notes: { list: listNotes, add: addNote } } });
`,
  "tables.ts": `import { everyone, id, table, text } from "servery/server";

export const notes = table("notes", { id: id(), text: text() }, { policy: everyone });
`,
  "service.ts": `import { createService } from "servery/server";

import { notebook } from "./contract.ts";
import { notes } from "./tables.ts";

export default createService(notebook, {
  tables: { notes },
  handlers: {
    notes: {
      list: async ({ db }) => ({ items: await db.selectFrom("notes").select(["id", "text"]).execute() }),
      add: ({ db, input }) => db.insertInto("notes").values({ text: input.text }).returning(["id", "text"]).executeTakeFirstOrThrow(),
    },
  },
});
`,
} as const;

/** What a finished command said. */
interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that is still running. */
interface Running {
  readonly child: ChildProcess;
  /** Everything that it has said, on both outputs. */
  output(): string;
  /** Waits until it has said something, after what was waited for before; fails when it ends first. */
  said(pattern: RegExp): Promise<RegExpMatchArray>;
  exited(): Promise<number | null>;
}

/** A directory with an app, gone after the test. */
export interface App {
  readonly folder: string;
  write(name: string, text: string): void;
  run(args: readonly string[], environment?: Record<string, string>): Promise<Outcome>;
  start(args: readonly string[], environment?: Record<string, string>): Running;
}

/** Makes an app; `undefined` leaves one of its files out. */
export function createApp(changes: Readonly<Record<string, string | undefined>> = {}): App {
  const folder = mkdtempSync(join(tmpdir(), "servery-app-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  symlinkSync(modules, join(folder, "node_modules"));
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  for (const [name, text] of Object.entries({ ...files, ...changes }))
    if (text !== undefined) write(name, text);
  const launch = (args: readonly string[], environment: Record<string, string> = {}) => {
    const { NODE_ENV: _mode, FORCE_COLOR: _colour, NO_COLOR: _none, ...inherited } = process.env;
    const child = spawn(process.execPath, [main, ...args], {
      cwd: folder,
      env: { ...inherited, ...environment },
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    return child;
  };
  return {
    folder,
    write,
    async run(args, environment) {
      const child = launch(args, environment);
      const texts = { stdout: "", stderr: "" };
      child.stdout.on("data", (chunk: Buffer) => (texts.stdout += chunk.toString()));
      child.stderr.on("data", (chunk: Buffer) => (texts.stderr += chunk.toString()));
      const [code] = (await once(child, "close")) as [number | null];
      return { code, ...texts };
    },
    start: (args, environment) => follow(launch(args, environment)),
  };
}

function follow(child: ChildProcess): Running {
  let text = "";
  let read = 0;
  const exited = once(child, "close").then(([code]) => code as number | null);
  for (const stream of [child.stdout!, child.stderr!])
    stream.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      child.emit("said");
    });
  const find = (pattern: RegExp) => {
    const match = pattern.exec(text.slice(read));
    if (match !== null) read += match.index + match[0].length;
    return match;
  };
  return {
    child,
    output: () => text,
    exited: () => exited,
    async said(pattern) {
      const late = AbortSignal.timeout(30_000);
      let ended = false;
      for (;;) {
        const match = find(pattern);
        if (match !== null) return match;
        if (ended || late.aborted)
          throw new Error(`${ended ? "Ended" : "Waited"} without ${String(pattern)}:\n${text}`);
        const said = once(child, "said", { signal: late }).catch(() => undefined);
        ended = await Promise.race([said.then(() => false), exited.then(() => true)]);
      }
    },
  };
}
