import { type OperationNode, OrNode } from "kysely";
import { type ReadRules, soundRules } from "../../../src/lib/server/data/reads/read-rules.ts";

const { conjunctsOf, comparisonOf } = soundRules;

function conjunctsAndAlternatives(condition: OperationNode): readonly OperationNode[] {
  return conjunctsOf(condition).flatMap((part) =>
    OrNode.is(part) ? [part.left, part.right].flatMap(conjunctsAndAlternatives) : [part],
  );
}

/** Not to ask the database, which would tell of a table that the tree was not asked for. */
const treeAlone: Partial<ReadRules> = { isReadWhole: (why) => why === "no tree" };

/** A way to tell too little of what is read. */
export type Mutant = readonly [
  name: string,
  /** The first random database that shows it, to look no longer than needed. */
  seed: number,
  breaks: Partial<ReadRules>,
];

/** Each is an easy mistake. The property test must catch each. */
export const mutants: readonly Mutant[] = [
  ["takes each side of OR for a condition", 10, { conjunctsOf: conjunctsAndAlternatives }],
  [
    "takes HAVING for WHERE",
    59,
    {
      conditionsOf: ({ where, having }) =>
        [where?.where, having?.having].filter((node) => node !== undefined),
    },
  ],
  ["takes the ON of a left join for WHERE", 88, { onHolds: () => "always" }],
  ["takes a right or full join for a left one", 104, { isTurned: () => false }],
  [
    "goes backwards through left joins",
    193,
    {
      impliedBy: (_, present) => [...present.values()].flat(),
    },
  ],
  [
    "takes IS for an equality",
    73,
    {
      comparisonOf: (operator) => (operator === "is" ? "=" : comparisonOf(operator)),
    },
  ],
  [
    "takes != for an equality",
    73,
    {
      comparisonOf: (operator) => (operator === "!=" ? "=" : comparisonOf(operator)),
    },
  ],
  [
    "takes NOT IN for IN",
    7,
    {
      comparisonOf: (operator) => (operator === "not in" ? "in" : comparisonOf(operator)),
    },
  ],
  [
    "compares row values by their first columns alone",
    52,
    { firstOfRow: (comparison) => comparison },
  ],
  ["leaves the end of a range out", 6, { includes: () => false }],
  ["keeps the first side of OR", 10, { unite: ([first]) => first ?? { kind: "in", values: [] } }],
  [
    "overlooks queries in expressions",
    0,
    {
      ...treeAlone,
      isLookedInto: (place) => place !== "expression",
    },
  ],
  [
    "overlooks queries among the sources",
    32,
    {
      ...treeAlone,
      isLookedInto: (place) => place !== "source",
    },
  ],
  [
    "overlooks common table expressions",
    2,
    {
      ...treeAlone,
      isLookedInto: (place) => place !== "common table expression",
    },
  ],
  [
    "overlooks the right side of a union",
    6,
    {
      ...treeAlone,
      isLookedInto: (place) => place !== "set operation",
    },
  ],
  ["overlooks tables in fragments of SQL", 79, { ...treeAlone, mayBeTables: () => new Set() }],
  ["trusts fragments of SQL", 271, { trustsTree: () => true }],
  ["overlooks SQL written by hand", 0, { isReadWhole: (why) => why !== "no tree" }],
  ["overlooks views", 27, { ...treeAlone, unknownViews: () => [] }],
  [
    "compares whatever it is given",
    270,
    {
      fit: (stored, given) => stored ?? (typeof given === "string" ? given : stored),
    },
  ],
  ["forgets that roles open tables", 7, { opens: () => false }],
  ["overlooks memberships", 14, { looksUp: (rule) => rule !== "member" }],
  ["overlooks the rows that others inherit from", 221, { looksUp: (rule) => rule !== "inherit" }],
  [
    "leaves the columns of conditions out",
    2,
    {
      columnsOf: ({ named, conditions, indexed }, rows) =>
        (rows === "any" ? named.union(indexed) : named).difference(conditions),
    },
  ],
  [
    "leaves the order of rows out",
    45,
    { columnsOf: ({ named, conditions }) => named.union(conditions) },
  ],
  ["takes any one value for a key", 257, { tellOneRow: (fixed) => fixed.size > 0 }],
];
