import type { BoundaryOptions } from "./boundary-options.ts";
import { type CanaryMarks, createCanaryMarks } from "./canary-marks.ts";
import { type Host, type Project, toPlainHost, toProject } from "./project.ts";
import { createWorkerVerdicts, type WorkerVerdicts } from "./worker-verdicts.ts";

/** What the hooks of one bundle share. */
interface BoundaryRun {
  readonly project: Project;
  readonly marks: CanaryMarks | undefined;
  /** What was found in the workers that are made for this bundle. */
  readonly workers: WorkerVerdicts;
}

/** Holds what is known of a bundle, from the moment on in which it is. */
export interface BoundaryRuns {
  /** Told by a bundler that tells of itself. */
  tell(host: Host): void;
  /** Begins with what the bundler has told; without, with what its options define. */
  get(define?: Host["define"]): BoundaryRun;
  /** Reads the app's settings anew. What is known of modules stays: who watches reads only those that have changed. */
  reload(): void;
}

export function createBoundaryRuns(
  options: BoundaryOptions,
  isReplaced: Project["isReplaced"],
): BoundaryRuns {
  let run: BoundaryRun | undefined;
  const begin = (host: Host): BoundaryRun => {
    const project = toProject(options, host, isReplaced);
    const marks = project.canary && createCanaryMarks(project.canary);
    return { project, marks, workers: createWorkerVerdicts() };
  };
  return {
    tell(host) {
      run = begin(host);
    },
    get: (define = {}) => (run ??= begin(toPlainHost(options, define))),
    reload() {
      if (run === undefined) return;
      const { host, graph } = run.project;
      run = { ...run, project: { ...toProject(options, host, isReplaced), graph } };
    },
  };
}
