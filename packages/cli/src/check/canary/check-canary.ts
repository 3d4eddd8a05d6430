import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";

import {
  createSecretSearch,
  type Finding,
  type KnownSecret,
  type Undecided,
  withParts,
} from "servery/boundary";

import { checkBundle } from "../bundle/check-bundle.ts";
import type { FamilyReport } from "../check-report.ts";
import { drawCanaries } from "./draw-canaries.ts";
import { onDeath } from "./on-death.ts";
import { runBuild } from "./run-build.ts";

/** What is built with canaries. */
export interface CanaryQuestion {
  /** The app's folder: places are shown from there. */
  readonly root: string;
  /** The file of Vite's settings. */
  readonly configFile: string;
  /** The names of the secrets. One without a value is given one of 32 hexadecimal digits. */
  readonly names: readonly string[];
  readonly known: readonly KnownSecret[];
}

/**
 * Builds the front-end once more, with a canary in the place of each secret and a mark in each server module: whatever of
 * them is in the output has found a way there, whatever its value is and whether anybody knew it.
 */
export async function checkCanary(question: CanaryQuestion): Promise<FamilyReport> {
  const { names, known, configFile } = question;
  const values = new Map(known.map(({ name, value }) => [name, value]));
  const unknown = () => randomBytes(16).toString("hex");
  const drawn = drawCanaries(names.map((name) => ({ name, value: values.get(name) ?? unknown() })));
  const folder = mkdtempSync(join(tmpdir(), "servery-canary-"));
  const building = new AbortController();
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  const forget = onDeath(() => {
    building.abort();
    remove();
  });
  try {
    const [output, marksFile] = [join(folder, "output"), join(folder, "marks.json")];
    const token = `canary${randomBytes(8).toString("hex")}`;
    const environment = {
      ...process.env,
      ...drawn.environment,
      SERVERY_CANARY: JSON.stringify({ token, file: marksFile }),
    };
    const build = { configFile, folder, output };
    const { code, said } = await runBuild(build, { environment, signal: building.signal });
    const shapeless = names.filter((name) => !values.has(name));
    if (code !== 0) return failed([...known, ...drawn.canaries], said, shapeless);
    const marks = readMarks(marksFile);
    if (marks === undefined) return unmarked;
    // The values too: an app may have one under another name.
    const wanted = [...[...drawn.canaries, ...known].flatMap(withParts), ...marks];
    const report = await checkBundle({ root: output, folders: ["."], secrets: wanted });
    const modules = new Set(marks.map(({ name }) => name));
    return {
      findings: toFindings(question, report.findings, modules),
      undecided: [...report.undecided, ...drawn.poor.map(toPoor)],
      checked: { secrets: names.length, "server modules": marks.length, ...report.checked },
    };
  } finally {
    forget();
    remove();
  }
}

/** The marks of the server modules that the build has met, by the modules' paths; `undefined` where nothing marks them. */
function readMarks(file: string): readonly KnownSecret[] | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
  const modules = JSON.parse(text) as Record<string, string>;
  return Object.entries(modules).map(([value, name]) => ({ name, value }));
}

const unmarked: FamilyReport = {
  findings: [],
  undecided: [
    {
      subject: "canary",
      reason:
        "vite.config has neither servery() nor boundary() in it, so that server modules have no marks",
    },
  ],
  checked: {},
};

/** One finding for each that has come out, wherever and however often. */
function toFindings(
  question: CanaryQuestion,
  found: readonly Finding[],
  modules: ReadonlySet<string>,
): readonly Finding[] {
  return [...question.names, ...modules].flatMap((name) => {
    // A part of it is named after it: "KEY (password) raw".
    const own = found.filter(
      ({ rule, subject }) => rule === "bundle/secret" && subject.startsWith(`${name} `),
    );
    const [first] = own;
    if (first === undefined) return [];
    const files = [...new Set(own.map(({ file }) => file))];
    return [modules.has(name) ? toModule(name, files) : toSecret(question, name, files, first)];
  });
}

const common = { severity: "error", line: 1, column: 1, within: [], chain: [] } as const;

function toSecret(
  { root, configFile }: CanaryQuestion,
  name: string,
  files: readonly string[],
  { subject }: Finding,
): Finding {
  return {
    rule: "canary/secret",
    ...common,
    subject: name,
    file: relative(root, configFile).split(sep).join("/"),
    message: `The value of ${name}, or a canary in its place, came out in ${list(files)} (${subject.slice(name.length + 1)}): the build gives it to browsers.`,
    fix: "Look where the build takes it from: a `define`, a prefix of the environment, a configuration that front-end code imports. Keep it in the service, behind an operation.",
  };
}

function toModule(name: string, files: readonly string[]): Finding {
  return {
    rule: "canary/server-module",
    ...common,
    subject: name,
    file: name,
    message: `Code of ${name}, which belongs on the server, came out in ${list(files)}: its mark is in what browsers are sent.`,
    fix: "To use what it does, call an operation of the contract; what both sides need goes into a module of its own.",
  };
}

function list(files: readonly string[]): string {
  const [first, second, ...rest] = files;
  if (second === undefined) return first!;
  return rest.length === 0
    ? `${first} and ${second}`
    : `${first} and ${files.length - 1} more files`;
}

/**
 * What a build says may have values in it, however they are written: none is told, nor what was drawn in its place.
 * @param shapeless names without a value here, whose canaries have no shape that a configuration could expect
 */
function failed(
  secrets: readonly KnownSecret[],
  said: string,
  shapeless: readonly string[],
): FamilyReport {
  const clear = createSecretSearch(secrets).hideIn(said);
  const last = clear.trim().split("\n").slice(-6).join("\n    ");
  const hint =
    shapeless.length === 0
      ? ""
      : `\n    ${shapeless.join(", ")} had no value here, and so a canary without a shape: if the build checks it, give it any value of its shape.`;
  const reason = `the build with canaries failed, so that nothing is proven:\n    ${last}${hint}`;
  return { findings: [], undecided: [{ subject: "canary", reason }], checked: {} };
}

function toPoor(subject: string): Undecided {
  const reason = "so little of it can be drawn anew that its canary could stand anywhere by chance";
  return { subject, reason };
}
