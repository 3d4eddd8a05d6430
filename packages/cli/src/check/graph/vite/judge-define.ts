import { type Node, type Program, Visitor } from "oxc-parser";
import { type Finding, isSecretName, type NeedleSearch } from "servery/boundary";

import { keyName, unwrap } from "../../source/syntax.ts";
import { createPlacer, type Placer } from "../place-in-text.ts";
import { readEnvironment } from "../read-environment.ts";
import type { ConfigFile } from "./config-file.ts";
import { findDefined } from "./written-define.ts";

interface DefineContext {
  /** The configuration's file, as it is told. */
  readonly file: string;
  /** The names of secrets. */
  readonly secrets: ReadonlySet<string>;
  readonly search: NeedleSearch;
}

/**
 * Judges what `define` of a Vite configuration puts into code: the whole environment, a secret, or a variable whose name says
 * that it is one. By how it is written, and by its values where Vite was asked.
 */
export function judgeDefine(
  config: ConfigFile | undefined,
  values: Readonly<Record<string, string>>,
  context: DefineContext,
): readonly Finding[] {
  if (config === undefined) return [];
  const place = createPlacer(config.text, context.file);
  const written = judgeWritten(config.program, place, context);
  const told = new Set(written.map(({ subject }) => subject));
  const others = Object.entries(values).flatMap(([name, value]) => {
    const what = whatIsIn(value, context.search);
    return what === undefined ? [] : [toFinding(name, what, place(0))];
  });
  return [...written, ...others.filter(({ subject }) => !told.has(subject))];
}

function judgeWritten(
  program: Program,
  place: Placer,
  { secrets }: DefineContext,
): readonly Finding[] {
  const reads = readEnvironment(program);
  const wholes = findWholes(program);
  return findDefined(program).flatMap((property) => {
    const { start, end } = property;
    const name = property.type === "Property" ? keyName(property.key, property.computed) : "...";
    const isHere = ({ offset }: { readonly offset: number }) => start <= offset && offset < end;
    const asked = reads.filter((each) => each.from === "process" && isHere(each));
    const all =
      wholes.some((offset) => isHere({ offset })) || asked.some((each) => each.name === undefined);
    const told = asked.flatMap((each) =>
      each.name !== undefined && (secrets.has(each.name) || isSecretName(each.name))
        ? [each.name]
        : [],
    );
    const what = all ? environment : told.join(" and ");
    return what === "" ? [] : [toFinding(name ?? "?", what, place(start))];
  });
}

const environment = "the whole environment";

function whatIsIn(value: string, search: NeedleSearch): string | undefined {
  const { PATH = "" } = process.env;
  // Every environment has it; nobody writes it into code for its own sake.
  if (PATH !== "" && value.includes(JSON.stringify(PATH))) return environment;
  const found = search.findIn(value)?.secret ?? findNamed(value);
  return found && `the value of ${found}`;
}

/** A variable of this environment that is called a secret, and whose value is there. Short ones would be by chance. */
function findNamed(text: string): string | undefined {
  return Object.entries(process.env).find(
    ([name, value = ""]) =>
      isSecretName(name) && value.length >= 12 && text.includes(JSON.stringify(value).slice(1, -1)),
  )?.[0];
}

/** Where what `loadEnv` made is used whole: `const env = loadEnv(…); JSON.stringify(env)`. */
function findWholes(program: Program): readonly number[] {
  const names = new Set<string>();
  const parts = new Set<Node>();
  const found: number[] = [];
  new Visitor({
    VariableDeclarator({ id, init }) {
      const value = init && unwrap(init);
      if (id.type !== "Identifier" || value?.type !== "CallExpression") return;
      if (value.callee.type === "Identifier" && value.callee.name === "loadEnv") names.add(id.name);
      parts.add(id);
    },
    MemberExpression({ object, property, computed }) {
      parts.add(unwrap(object));
      if (!computed) parts.add(property);
    },
    Property({ key, computed, shorthand }) {
      if (!computed && !shorthand) parts.add(key);
    },
    Identifier(node) {
      if (names.has(node.name) && !parts.has(node)) found.push(node.start);
    },
  }).visit(program);
  return found;
}

function toFinding(
  name: string,
  what: string,
  place: Pick<Finding, "file" | "line" | "column">,
): Finding {
  return {
    rule: "graph/environment",
    severity: "error",
    ...place,
    subject: `define ${name}`,
    message: `"define" puts ${what} into what browsers get, as ${name}.`,
    fix: "Define what browsers may know, one by one, and read secrets in the service.",
    within: [],
    chain: [],
  };
}
