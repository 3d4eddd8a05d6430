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

/** Ways to tell too little of what is read, each an easy mistake. The property test must catch each. */
export const mutants: Readonly<Record<string, Partial<ReadRules>>> = {
  "takes each side of OR for a condition": { conjunctsOf: conjunctsAndAlternatives },
  "takes HAVING for WHERE": {
    conditionsOf: ({ where, having }) =>
      [where?.where, having?.having].filter((node) => node !== undefined),
  },
  "takes the ON of a left join for WHERE": { onHolds: () => "always" },
  "takes a right or full join for a left one": { isTurned: () => false },
  "goes backwards through left joins": {
    impliedBy: (_, present) => [...present.values()].flat(),
  },
  "takes IS for an equality": {
    comparisonOf: (operator) => (operator === "is" ? "=" : comparisonOf(operator)),
  },
  "takes != for an equality": {
    comparisonOf: (operator) => (operator === "!=" ? "=" : comparisonOf(operator)),
  },
  "takes NOT IN for IN": {
    comparisonOf: (operator) => (operator === "not in" ? "in" : comparisonOf(operator)),
  },
  "compares row values by their first columns alone": { firstOfRow: (comparison) => comparison },
  "leaves the end of a range out": { includes: () => false },
  "keeps the first side of OR": { unite: ([first]) => first ?? { kind: "in", values: [] } },
  "overlooks queries in expressions": {
    ...treeAlone,
    isLookedInto: (place) => place !== "expression",
  },
  "overlooks queries among the sources": {
    ...treeAlone,
    isLookedInto: (place) => place !== "source",
  },
  "overlooks common table expressions": {
    ...treeAlone,
    isLookedInto: (place) => place !== "common table expression",
  },
  "overlooks the right side of a union": {
    ...treeAlone,
    isLookedInto: (place) => place !== "set operation",
  },
  "overlooks tables in fragments of SQL": { ...treeAlone, mayBeTables: () => new Set() },
  "trusts fragments of SQL": { trustsTree: () => true },
  "overlooks SQL written by hand": { isReadWhole: (why) => why !== "no tree" },
  "overlooks views": { ...treeAlone, unknownViews: () => [] },
  "compares whatever it is given": {
    fit: (stored, given) => stored ?? (typeof given === "string" ? given : stored),
  },
  "forgets that roles open tables": { opens: () => false },
  "overlooks memberships": { looksUp: (rule) => rule !== "member" },
  "overlooks the rows that others inherit from": { looksUp: (rule) => rule !== "inherit" },
  "leaves the columns of conditions out": {
    columnsOf: ({ named, conditions, indexed }, rows) =>
      (rows === "any" ? named.union(indexed) : named).difference(conditions),
  },
  "leaves the order of rows out": { columnsOf: ({ named, conditions }) => named.union(conditions) },
  "takes any one value for a key": { tellOneRow: (fixed) => fixed.size > 0 },
};
