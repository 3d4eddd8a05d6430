import {
  type AggregateFunctionNode,
  CommonTableExpressionNameNode,
  type CompiledQuery,
  type FunctionNode,
  HavingNode,
  OnNode,
  type OperationNode,
  OrNode,
  ParensNode,
  type PrimitiveValueListNode,
  type RawNode,
  ReferenceNode,
  type SelectQueryNode,
  SqliteQueryCompiler,
  type TableNode,
  type ValueNode,
  WhereNode,
} from "kysely";
import { fold } from "./scope.ts";

/** A piece of the SQL: from `start` to before `end`. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

/** How a query's tree became its SQL. */
export interface CompiledStatement {
  /** The parameter that a value became, or the first one of a list; nothing where it stands in two places. */
  slotOf(node: ValueNode | PrimitiveValueListNode): number | undefined;
  /** How often the tree names each table, in small letters. */
  readonly tables: ReadonlyMap<string, number>;
  /** Fragments of SQL, whole. */
  readonly fragments: readonly Extent[];
  /** The same without the queries in them, which are in the tree. */
  readonly foreignText: readonly Extent[];
}

/** Compiles the tree once more, noting what came where; nothing where the SQL may not mean what the tree says. */
export function toCompiledStatement(query: CompiledQuery): CompiledStatement | undefined {
  const recorder = new Recorder();
  const { sql } = recorder.compileQuery(query.query, query.queryId);
  if (sql !== query.sql || recorder.isLoose) return undefined;
  const { slots, tables, fragments, foreignText } = recorder;
  return { slotOf: (node) => slots.get(node), tables, fragments, foreignText };
}

class Recorder extends SqliteQueryCompiler {
  readonly slots = new Map<OperationNode, number | undefined>();
  readonly tables = new Map<string, number>();
  readonly fragments: Extent[] = [];
  readonly foreignText: Extent[] = [];
  /**
   * Whether something stands where SQL reads it otherwise than the tree has it: an OR of which an AND would
   * take one side, words after the last condition, a function's name that is more than a name.
   */
  isLoose = false;
  /** Where the text of the fragment around began, or went on. */
  #foreignFrom: number | undefined;

  protected override visitValue(node: ValueNode): void {
    if (node.immediate !== true) this.#noteSlot(node);
    super.visitValue(node);
  }

  protected override visitPrimitiveValueList(node: PrimitiveValueListNode): void {
    this.#noteSlot(node);
    super.visitPrimitiveValueList(node);
  }

  protected override visitOr(node: OrNode): void {
    const { parentNode } = this;
    const holders = [ParensNode, WhereNode, HavingNode, OnNode, OrNode];
    this.isLoose ||= parentNode === undefined || !holders.some((each) => each.is(parentNode));
    super.visitOr(node);
  }

  protected override visitFunction(node: FunctionNode): void {
    this.isLoose ||= !isName(node.func);
    super.visitFunction(node);
  }

  protected override visitAggregateFunction(node: AggregateFunctionNode): void {
    this.isLoose ||= !isName(node.func);
    super.visitAggregateFunction(node);
  }

  protected override visitTable(node: TableNode): void {
    const { parentNode } = this;
    const isQualifier =
      parentNode !== undefined &&
      (ReferenceNode.is(parentNode) || CommonTableExpressionNameNode.is(parentNode));
    if (!isQualifier) {
      const name = fold(node.table.identifier.name);
      this.tables.set(name, (this.tables.get(name) ?? 0) + 1);
    }
    super.visitTable(node);
  }

  protected override visitRaw(node: RawNode): void {
    const start = this.#length;
    const outermost = this.#foreignFrom === undefined;
    this.#foreignFrom ??= start;
    super.visitRaw(node);
    this.fragments.push({ start, end: this.#length });
    if (outermost) this.#endForeign();
  }

  protected override visitSelectQuery(node: SelectQueryNode): void {
    const inFragment = this.#foreignFrom !== undefined;
    this.isLoose ||= (node.endModifiers ?? []).length > 0;
    if (inFragment) this.#endForeign();
    super.visitSelectQuery(node);
    if (inFragment) this.#foreignFrom = this.#length;
  }

  get #length(): number {
    return this.getSql().length;
  }

  #noteSlot(node: OperationNode): void {
    // One node in two places: which of them is meant is not known when its value is asked for.
    this.slots.set(node, this.slots.has(node) ? undefined : this.numParameters);
  }

  #endForeign(): void {
    this.foreignText.push({ start: this.#foreignFrom as number, end: this.#length });
    this.#foreignFrom = undefined;
  }
}

function isName(name: string): boolean {
  return /^\w+$/.test(name);
}
