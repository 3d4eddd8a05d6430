import { describeAccess } from "../../contract/access.ts";
import { parsePathPattern } from "../../base/path-pattern.ts";
import type { NamedOperation } from "../../contract/operation-tree.ts";
import type { Cast } from "./actors.ts";
import type { Answer } from "./caller.ts";
import { toDoor } from "./door.ts";
import {
  type MatrixActor,
  type Sample,
  type SampleOrReason,
  toOutcomes,
  toSample,
} from "./sample.ts";
import type { Stage } from "./stage.ts";

/** One call of the matrix. */
export interface MatrixRow {
  readonly operation: string;
  /** As the contract says it: `role admin and fresh`. */
  readonly access: string;
  readonly actor: string;
  /** Whose rows the input named. */
  readonly rows: "own" | "foreign";
  /** Outcomes that are right: `ok`, or codes of problems. */
  readonly expected: readonly string[];
  readonly status: number;
  readonly outcome: string;
  /** What is wrong, in a sentence. */
  readonly why?: string;
}

/** One operation and one caller. */
export interface CellOptions {
  readonly stage: Stage;
  readonly named: NamedOperation;
  readonly given: SampleOrReason | undefined;
  /** Who calls; asked before each call, for the one before may have ended a session. */
  play(): Promise<Cast>;
  other(): Promise<MatrixActor>;
  readonly marks: ((actor: MatrixActor) => readonly string[]) | undefined;
}

/** Calls an operation as one actor: with what reaches their own rows, and with what reaches somebody else's. */
export async function runCells(options: CellOptions): Promise<MatrixRow[]> {
  const { named, given, play } = options;
  const sample = toSample(given);
  if (sample === undefined) {
    // Nothing is known to come in with; to be refused at the door, anything will do.
    const isOpen = toDoor(named.operation.access, (await play()).actor) === "open";
    return isOpen ? [] : [await runCell(options, "own", refused(toPlaceholder(named)))];
  }
  const own = await runCell(options, "own", sample);
  return sample.foreign === "none" ? [own] : [own, await runCell(options, "foreign", sample)];
}

async function runCell(
  { stage, named, play, other, marks }: CellOptions,
  rows: "own" | "foreign",
  sample: Sample,
): Promise<MatrixRow> {
  const [{ actor, credential }, somebody] = [await play(), await other()];
  const { id, operation } = named;
  const access = describeAccess(operation.access);
  const expected = toExpected(named, actor, rows, sample);
  const input = rows === "own" ? await sample.own(actor) : await toForeign(sample, actor, somebody);
  const answer = await stage.ask(id, input, credential);
  const { status, outcome } = answer;
  const row = { operation: id, access, actor: actor.name, rows, expected, status, outcome };
  const mayShow = (rows === "foreign" && expected.includes("ok")) || showsAll(sample, actor);
  const all = [somebody.userId, somebody.email, ...(marks?.(somebody) ?? [])];
  const why = toWhy(row, mayShow ? undefined : findMark(answer, all));
  return why === undefined ? row : { ...row, why };
}

function toExpected(
  { operation }: NamedOperation,
  actor: MatrixActor,
  rows: "own" | "foreign",
  { expect, foreignExpect }: Sample,
): readonly string[] {
  const door = toDoor(operation.access, actor);
  if (door !== "open") return [door];
  return rows === "own"
    ? toOutcomes(expect, actor, "ok")
    : toOutcomes(foreignExpect, actor, "not_found");
}

async function toForeign({ foreign }: Sample, actor: MatrixActor, other: MatrixActor) {
  return foreign === "none" ? undefined : foreign(actor, other);
}

function refused(input: unknown): Sample {
  return { own: () => input, foreign: "none" };
}

function showsAll({ shows }: Sample, actor: MatrixActor): boolean {
  return (typeof shows === "function" ? shows(actor) : shows) === "all";
}

/** What of somebody else's stands in an answer of success; a problem may say again what it was asked for. */
function findMark({ outcome, text }: Answer, marks: readonly string[]): string | undefined {
  return outcome === "ok" ? marks.find((mark) => mark !== "" && text.includes(mark)) : undefined;
}

function toWhy(row: Omit<MatrixRow, "why">, shown: string | undefined): string | undefined {
  const { operation, access, actor, rows, expected, status, outcome } = row;
  const where = `${operation} (for ${access}), called by ${actor} on ${rows === "own" ? "their own rows" : "somebody else's rows"}`;
  if (expected.includes(outcome))
    return shown && `${where}: the answer shows "${shown}", which is somebody else's.`;
  const got = outcome === "ok" ? `was let through (${status})` : `met ${status} ${outcome}`;
  return `${where}: ${got}; expected ${expected.join(" or ")}.`;
}

/** An input whose path can be written. */
function toPlaceholder({ operation }: NamedOperation): Record<string, string> {
  const segments = parsePathPattern(operation.path);
  return Object.fromEntries(
    segments.flatMap((segment) => ("literal" in segment ? [] : [[segment.parameter, "x"]])),
  );
}
