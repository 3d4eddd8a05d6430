import type { BoundaryOptions } from "./boundary-options.ts";
import { type CanaryMarks, createCanaryMarks } from "./canary-marks.ts";
import { type Host, type Project, toPlainHost, toProject } from "./project.ts";

/** What the hooks of one bundle share. */
interface BoundaryRun {
  readonly project: Project;
  readonly marks: CanaryMarks | undefined;
}

/** Holds what is known of a bundle, from the moment on in which it is. */
export interface BoundaryRuns {
  /** Told by a bundler that tells of itself. */
  tell(host: Host): void;
  /** Begins with what the bundler has told; without, with what its options define. */
  get(define?: Host["define"]): BoundaryRun;
}

export function createBoundaryRuns(options: BoundaryOptions): BoundaryRuns {
  let run: BoundaryRun | undefined;
  const begin = (host: Host): BoundaryRun => {
    const project = toProject(options, host);
    return { project, marks: project.canary && createCanaryMarks(project.canary) };
  };
  return {
    tell(host) {
      run = begin(host);
    },
    get: (define = {}) => (run ??= begin(toPlainHost(options, define))),
  };
}
