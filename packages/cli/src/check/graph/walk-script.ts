import {
  type CallExpression,
  type Expression,
  type NewExpression,
  type Node,
  type Program,
  Visitor,
} from "oxc-parser";

import { findDeadCode } from "servery/boundary";

import { memberName, textOf, unwrap } from "../source/syntax.ts";
import { specifiersOf } from "./find-specifiers.ts";
import { isGlobCall, toPattern } from "./read-glob.ts";
import { readEnvironment } from "./read-environment.ts";
import { toComputed } from "./to-computed.ts";
import type {
  WrittenComputed,
  WrittenImport,
  WrittenModule,
  WrittenPattern,
} from "./written-module.ts";

/** What is found in the syntax tree alone. */
export interface WalkedScript extends Pick<
  WrittenModule,
  "imports" | "patterns" | "computed" | "reads"
> {
  /** Whether an offset is in code that no browser gets. */
  isDead(offset: number): boolean;
}

/** Finds what a script brings other than by `import` and `export`, and what it asks of the environment. */
export function walkScript(
  program: Program,
  code: string,
  { packaged }: { packaged: boolean },
): WalkedScript {
  const isDead = findDeadCode(program);
  const imports: WrittenImport[] = [];
  const patterns: WrittenPattern[] = [];
  const computed: WrittenComputed[] = [];
  /** The addresses of workers, so that they are not taken for files that are only sent. */
  const workers = new Set<Node>();

  function addNamed(kind: "require" | "worker" | "asset", node: Node, argument: Node | undefined) {
    const found = argument && specifiersOf(argument as Expression);
    if (found === undefined) return false;
    const address = kind !== "require";
    for (const { text, isGlob } of found)
      if (isGlob)
        patterns.push({
          kind,
          globs: [address ? toAddress(text) : text],
          query: "",
          offset: node.start,
        });
      else imports.push({ kind, specifier: text, offset: node.start, address, optional: address });
    return true;
  }

  function onNew(node: NewExpression) {
    const [first, second] = node.arguments;
    const made = nameOf(node.callee);
    if (made === "Worker" || made === "SharedWorker") {
      const address = first && moduleAddressOf(first);
      if (address !== undefined) workers.add(unwrap(first!));
      addNamed("worker", node, address ?? (isText(first) ? first : undefined));
    } else if (made === "URL" && second !== undefined && isModuleUrl(second) && !workers.has(node))
      addNamed("asset", node, first);
  }

  function onCall(node: CallExpression) {
    const [first] = node.arguments;
    const callee = unwrap(node.callee);
    if (callee.type === "Identifier" && callee.name === "require" && first !== undefined) {
      if (!addNamed("require", node, first) && !packaged) computed.push(toComputed(code, node));
    } else if (callee.type === "Identifier" && callee.name === "importScripts")
      for (const each of node.arguments) addNamed("worker", node, each);
    else if (isServiceWorkerRegistration(callee)) {
      const address = first && moduleAddressOf(first);
      if (address !== undefined) workers.add(unwrap(first!));
      addNamed("worker", node, address ?? (isText(first) ? first : undefined));
    } else if (isGlobCall(callee)) {
      const pattern = toPattern(node);
      if (pattern === undefined) computed.push(toComputed(code, node));
      else patterns.push(pattern);
    }
  }

  new Visitor({
    NewExpression: onNew,
    CallExpression: onCall,
    TSImportEqualsDeclaration: ({ moduleReference, importKind, id, start: offset }) => {
      if (importKind === "type" || moduleReference.type !== "TSExternalModuleReference") return;
      const specifier = moduleReference.expression.value;
      imports.push({ kind: "require", specifier, offset, doubtful: [id.name] });
    },
    // The record of modules says nothing of `export {} from "…"`.
    ExportNamedDeclaration: ({ source, specifiers, exportKind, start: offset }) => {
      if (source !== null && specifiers.length === 0 && exportKind !== "type")
        imports.push({ kind: "export", specifier: source.value, offset });
    },
  }).visit(program);

  const alive = ({ offset }: { readonly offset: number }) => !isDead(offset);
  return {
    imports: imports.filter(alive),
    patterns: patterns.filter(alive),
    computed: computed.filter(alive),
    reads: packaged ? [] : readEnvironment(program).filter(alive),
    isDead,
  };
}

/** An address beside a file needs no dot. */
function toAddress(text: string): string {
  return /^\.{0,2}\//.test(text) ? text : `./${text}`;
}

function nameOf(callee: Node): string | undefined {
  const node = unwrap(callee);
  if (node.type === "Identifier") return node.name;
  return node.type === "MemberExpression" ? memberName(node) : undefined;
}

function isText(node: Node | undefined): boolean {
  return textOf(node === undefined ? undefined : unwrap(node)) !== undefined;
}

/** The address of `new URL(address, import.meta.url)`. */
function moduleAddressOf(given: Node): Node | undefined {
  const node = unwrap(given);
  if (node.type !== "NewExpression" || nameOf(node.callee) !== "URL") return undefined;
  const [first, second] = node.arguments;
  return second !== undefined && isModuleUrl(second) ? first : undefined;
}

function isModuleUrl(given: Node): boolean {
  const node = unwrap(given);
  if (node.type !== "MemberExpression") return false;
  return isMeta(node.object) && memberName(node) === "url";
}

function isMeta(given: Node): boolean {
  return unwrap(given).type === "MetaProperty";
}

/** `navigator.serviceWorker.register(…)`, `….serviceWorker.register(…)`. */
function isServiceWorkerRegistration(callee: Node): boolean {
  if (callee.type !== "MemberExpression" || memberName(callee) !== "register") return false;
  const owner = unwrap(callee.object);
  return owner.type === "MemberExpression" && memberName(owner) === "serviceWorker";
}
