/** How far expressions were followed from where one began, and how many steps that may still take in all. */
export interface Effort {
  readonly depth: number;
  readonly steps: { left: number };
}

/** Names that lead in a circle end there. */
const deepest = 24;
/** What forks again and again ends there, long before all of it is seen: addresses take some ten steps. */
const mostSteps = 2000;

export function newEffort(): Effort {
  return { depth: 0, steps: { left: mostSteps } };
}

/** One step more, that leads `by` deeper. */
export function further<Kind extends Effort>(effort: Kind, by = 1): Kind {
  effort.steps.left--;
  return { ...effort, depth: effort.depth + by };
}

/** The same steps for another thing that is followed meanwhile, as deep as it goes. */
export function anew<Kind extends Effort>(effort: Kind): Kind {
  return { ...effort, depth: 0 };
}

/** Whether what is not known by now stays unknown. */
export function isSpent({ depth, steps }: Effort): boolean {
  return depth > deepest || steps.left <= 0;
}
