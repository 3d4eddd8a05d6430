import type { Class, Node } from "oxc-parser";
import { walk } from "oxc-walker";

import type { Declaration } from "../source/declarations.ts";
import type { Declared, LookUp } from "../source/look-up.ts";
import type { Project } from "../source/project.ts";
import type { SourceFile } from "../source/source-file.ts";
import { isClass, isErased, unwrap } from "../source/syntax.ts";
import { isChange } from "./changeable.ts";
import { mutationsOf } from "./mutations.ts";
import { createStartFunctions } from "./start-functions.ts";

/** Where something is changed after it was made. */
interface Change {
  readonly file: SourceFile;
  readonly node: Node;
}

/** What a process keeps beside the database. */
export interface KeptState {
  /** Where a variable, or the object that it holds, is changed by a function that runs later. */
  changeOf(declared: Declared): Change | undefined;
}

/**
 * Finds what a process keeps beside the database. Filling a table while its module is loaded is no
 * change: from then on it is a constant.
 */
export function findKeptState(project: Project, lookUp: LookUp): KeptState {
  const start = createStartFunctions(project, lookUp);
  const variables = new Map<Declaration, Change>();
  const classes = new Map<Class, Change>();

  function note(file: SourceFile, node: Node, within: Class | undefined): void {
    for (const mutation of mutationsOf(node)) {
      if (mutation.root.type === "ThisExpression") {
        const isOwn = mutation.method === undefined || isCollectionCall(mutation.method);
        if (within !== undefined && isOwn) keepFirst(classes, within, { file, node });
        continue;
      }
      const declared = lookUp.declared(file, mutation.root);
      if (declared?.declaration.kind !== "variable") continue;
      const { declaration } = declared;
      if (!isChange(lookUp, declared.file, declaration.declarator.init, mutation)) continue;
      if (start.around(file, node) !== start.around(declared.file, declaration.id))
        keepFirst(variables, declaration, { file, node });
    }
  }

  for (const file of project.files.values()) visitChanges(file, note);
  return {
    changeOf({ file, declaration }) {
      const found = variables.get(declaration);
      if (found !== undefined || declaration.kind !== "variable") return found;
      const init = declaration.declarator.init && unwrap(declaration.declarator.init);
      if (init?.type !== "NewExpression") return undefined;
      const made = lookUp.value(file, init.callee);
      return made?.kind === "written" && isClass(made.node) ? classes.get(made.node) : undefined;
    },
  };
}

/** Tells every node that is no type, with the class whose instances it belongs to; not what makes one. */
function visitChanges(
  file: SourceFile,
  note: (file: SourceFile, node: Node, within: Class | undefined) => void,
): void {
  const around: (Class | undefined)[] = [];
  walk(file.program, {
    enter(node) {
      if (isErased(node)) return this.skip();
      if (isClass(node)) around.push(node);
      else if (isMaking(node)) around.push(undefined);
      note(file, node, around.at(-1));
    },
    leave(node) {
      if (isClass(node) || isMaking(node)) around.pop();
    },
  });
}

function isMaking(node: Node): boolean {
  return (
    (node.type === "MethodDefinition" && node.kind === "constructor") || node.type === "StaticBlock"
  );
}

/** Of what `this` holds the making is not looked for: the methods of collections are taken at their word. */
function isCollectionCall(method: string): boolean {
  return /^(?:set|add|delete|clear|push|pop|shift|unshift|splice|fill)$/.test(method);
}

function keepFirst<K, V>(map: Map<K, V>, key: K, value: V): void {
  if (!map.has(key)) map.set(key, value);
}
