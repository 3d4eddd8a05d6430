import type { Node } from "oxc-parser";
import { walk } from "oxc-walker";

import type { Declaration } from "../source/declarations.ts";
import type { LookUp } from "../source/look-up.ts";
import type { Project } from "../source/project.ts";
import type { SourceFile } from "../source/source-file.ts";
import { type FunctionNode, isFunction, memberName, unwrap } from "../source/syntax.ts";

/** Methods that call what they are given at once, and keep nothing of it. */
const immediate: ReadonlySet<string> = new Set(
  "forEach map filter flatMap reduce reduceRight some every find findIndex from sort toSorted".split(
    " ",
  ),
);

/** Tells when functions run. */
export interface StartFunctions {
  /**
   * The function whose run a place belongs to: not one that is called where it stands, nor one that is only
   * called while modules are loaded. `undefined` for what runs then.
   */
  around(file: SourceFile, node: Pick<Node, "start">): FunctionNode | undefined;
}

interface Use {
  readonly file: SourceFile;
  readonly node: Node;
  readonly isCall: boolean;
}

export function createStartFunctions(project: Project, lookUp: LookUp): StartFunctions {
  const inline = new Set<FunctionNode>();
  for (const { program } of project.files.values())
    walk(program, { enter: (node) => findInline(node, inline) });
  const uses = collectUses(project, lookUp);
  const known = new Map<FunctionNode, boolean>();

  function runsAtStart(file: SourceFile, node: FunctionNode): boolean {
    const found = known.get(node);
    if (found !== undefined) return found;
    // Until shown otherwise, so that a function that calls itself is judged by who calls it first.
    known.set(node, true);
    const declaration = nameOf(file, node);
    const answer =
      declaration !== undefined &&
      !uses.opaque.has(file) &&
      (uses.of.get(declaration) ?? []).every(
        (use) => use.isCall && around(use.file, use.node) === undefined,
      );
    known.set(node, answer);
    return answer;
  }

  function around(file: SourceFile, { start }: Pick<Node, "start">): FunctionNode | undefined {
    const outside = file.functions.filter((each) => each.start <= start && start < each.end);
    return outside.findLast((each) => !inline.has(each) && !runsAtStart(file, each));
  }

  return { around };
}

/** Functions that are called where they are written. */
function findInline(node: Node, inline: Set<FunctionNode>): void {
  if (node.type !== "CallExpression") return;
  const callee = unwrap(node.callee);
  if (isFunction(callee)) inline.add(callee);
  if (callee.type !== "MemberExpression" || !immediate.has(memberName(callee) ?? "")) return;
  for (const argument of node.arguments) if (isFunction(argument)) inline.add(argument);
}

function collectUses(project: Project, lookUp: LookUp) {
  const of = new Map<Declaration, Use[]>();
  // Of files that are imported as a whole, not every use is seen.
  const opaque = new Set<SourceFile>();
  for (const file of project.files.values())
    for (const [node, { parent, declaration: local }] of file.references) {
      if (local?.kind === "import" && local.imported === "*") {
        const whole = project.resolve(file, local.specifier);
        if (whole !== undefined) opaque.add(whole);
      }
      if (isPassedOn(parent)) continue;
      const declaration = lookUp.declared(file, node)?.declaration;
      if (declaration === undefined) continue;
      const isCall = parent?.type === "CallExpression" && parent.callee === node;
      const known = of.get(declaration);
      if (known === undefined) of.set(declaration, [{ file, node, isCall }]);
      else known.push({ file, node, isCall });
    }
  return { of, opaque };
}

/** What a function is called by, where it has a name of its own. */
function nameOf(file: SourceFile, node: FunctionNode): Declaration | undefined {
  if (node.type === "FunctionDeclaration" && node.id) return file.declarationAt(node.id);
  for (const { declaration } of file.references.values())
    if (declaration?.kind === "variable" && isInit(declaration, node)) return declaration;
  return undefined;
}

function isInit(
  { declarator: { id, init } }: Extract<Declaration, { kind: "variable" }>,
  node: FunctionNode,
): boolean {
  return id.type === "Identifier" && init !== null && unwrap(init) === node;
}

/** An export is no use: those who import it use it. */
function isPassedOn(parent: Node | null): boolean {
  return parent?.type === "ExportSpecifier" || parent?.type === "ExportDefaultDeclaration";
}
