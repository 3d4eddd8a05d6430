import { readFileSync } from "node:fs";
import { sep } from "node:path";

import {
  type Class,
  type Comment,
  type Node,
  type ParserOptions,
  parseSync,
  type Program,
} from "oxc-parser";
import { walk } from "oxc-walker";

import type { Place } from "servery/boundary";
import { toShown } from "../../app/find-file.ts";
import { type Names, resolveNames } from "./declarations.ts";
import { type Exports, readExports } from "./exports.ts";
import { type FunctionNode, isClass, isFunction } from "./syntax.ts";

/** A file of the app's, read and understood. */
export interface SourceFile extends Names {
  /** The whole path. */
  readonly path: string;
  readonly text: string;
  readonly program: Program;
  readonly comments: readonly Comment[];
  readonly exports: Exports;
  /** All its functions and classes, each before those within it. */
  readonly functions: readonly FunctionNode[];
  readonly classes: readonly Class[];
  /** The start of each line, in the text. */
  readonly lineStarts: readonly number[];
}

/** Reads a file; throws where it cannot be parsed, for what cannot be read cannot be vouched for. */
export function readSourceFile(path: string): SourceFile {
  return toSourceFile(path, readFileSync(path, "utf8"));
}

/** Understands the text of a file, whose name says in what language it is written unless `options` do. */
export function toSourceFile(
  path: string,
  text: string,
  options: Pick<ParserOptions, "lang"> = {},
): SourceFile {
  const { program, comments, errors } = parseSync(path, text, options);
  if (errors[0] !== undefined) throw new SyntaxError(errors[0].message);
  return {
    path,
    text,
    program,
    comments,
    lineStarts: [0, ...Array.from(text.matchAll(/\r\n|[\n\r\u2028\u2029]/g), endOf)],
    exports: readExports(program),
    ...collectCode(program),
    ...resolveNames(program),
  };
}

function collectCode(program: Program): Pick<SourceFile, "functions" | "classes"> {
  const functions: FunctionNode[] = [];
  const classes: Class[] = [];
  walk(program, {
    enter(node) {
      if (isFunction(node)) functions.push(node);
      else if (isClass(node)) classes.push(node);
    },
  });
  return { functions, classes };
}

function endOf({ index, 0: { length } }: RegExpExecArray): number {
  return index + length;
}

/** Where something stands in a file, for a reader. */
export function placeOf(file: SourceFile, { start }: Pick<Node, "start">): Place {
  const line = lineAt(file, start);
  return {
    file: toShown(file.path).replaceAll(sep, "/"),
    line,
    column: start - file.lineStarts[line - 1]! + 1,
  };
}

/** The line of an offset, from 1. */
export function lineAt({ lineStarts }: SourceFile, offset: number): number {
  const next = lineStarts.findIndex((start) => start > offset);
  return next === -1 ? lineStarts.length : next;
}

/** The offset of a place that V8 tells, which counts from 0. */
export function offsetAt({ lineStarts }: SourceFile, line: number, column: number): number {
  return (lineStarts[line] ?? 0) + column;
}
