import { comparePlaces, type Finding, type Place, type Undecided } from "servery/boundary";
import type { QueryHandler } from "../handlers/find-handlers.ts";
import { type ReachedFunction, visitReached } from "../reach/visit-reached.ts";
import { createLookUp } from "../source/look-up.ts";
import type { Project } from "../source/project.ts";
import { placeOf } from "../source/source-file.ts";
import { type AmbientListener, createAmbientVisitor } from "./ambient-visitor.ts";
import { findKeptState } from "./kept-state.ts";
import { type AmbientKind, kindTexts } from "./kinds.ts";

/** What was found in the handlers of queries, and what could not be followed. */
export interface AmbientReads {
  readonly findings: readonly Finding[];
  readonly undecided: readonly Undecided[];
}

/** Finds what queries read that the engine does not see. One finding for a place, whoever gets there. */
export function findAmbientReads(
  project: Project,
  handlers: readonly QueryHandler[],
): AmbientReads {
  const lookUp = createLookUp(project);
  const state = findKeptState(project, lookUp);
  const findings = new Map<string, Finding>();
  const undecided = new Map<string, Undecided>();
  for (const handler of handlers) {
    const listener = collect(handler.operation, findings, undecided);
    visitReached(project, lookUp, handler, (reach) =>
      createAmbientVisitor(lookUp, state, reach, listener),
    );
  }
  return {
    findings: [...findings.values()].toSorted(comparePlaces),
    undecided: [...undecided.values()],
  };
}

function collect(
  operation: string,
  findings: Map<string, Finding>,
  undecided: Map<string, Undecided>,
): AmbientListener {
  return {
    find(within, node, kind, what) {
      const place = placeOf(within.file, node);
      const key = `${kind} ${at(place)}`;
      const finding = findings.get(key) ?? toFinding(within, place, kind, what);
      const others = finding.within.filter((each) => each !== operation);
      findings.set(key, { ...finding, within: [...others, operation] });
    },
    miss({ file }, node) {
      const where = at(placeOf(file, node));
      const reason = `it runs what is made when it runs, at ${where}`;
      undecided.set(`${operation} ${where}`, { subject: operation, reason });
    },
  };
}

function toFinding(
  { chain }: ReachedFunction,
  place: Place,
  kind: AmbientKind,
  what: string,
): Finding {
  const { does, means, fix } = kindTexts[kind];
  const message = `${what} ${does}. ${means}`;
  const subject = chain
    .map(({ name }) => name)
    .concat(what)
    .join(" → ");
  const rule = `ambient/${kind}`;
  return { rule, severity: "error", subject, ...place, message, fix, within: [], chain };
}

function at({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}
