import { type Program } from "oxc-parser";
import { type Finding, isSecretName, type NeedleSearch } from "servery/boundary";

import { keyName } from "../../source/syntax.ts";
import { secretFormOf } from "../env-files.ts";
import { createPlacer, type Placer } from "../place-in-text.ts";
import type { ConfigFile } from "./config-file.ts";
import { createTrace, type Traced } from "./trace-define.ts";
import { findDefined } from "./written-define.ts";

interface DefineContext {
  /** The configuration's file, as it is told. */
  readonly file: string;
  /** The names of secrets. */
  readonly secrets: ReadonlySet<string>;
  /** The environment's variables, and those of its files. */
  readonly variables: readonly Readonly<Record<string, string | undefined>>[];
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
    const what = whatIsIn(value, textsIn(value), context);
    return what === undefined ? [] : [toFinding(name, what, place(0))];
  });
  return [...written, ...others.filter(({ subject }) => !told.has(subject))];
}

function judgeWritten(program: Program, place: Placer, context: DefineContext): readonly Finding[] {
  const trace = createTrace(program);
  return findDefined(program).flatMap((property) => {
    const name = property.type === "Property" ? keyName(property.key, property.computed) : "...";
    const what = whatIsMade(trace(property), context);
    return what === undefined ? [] : [toFinding(name ?? "?", what, place(property.start))];
  });
}

const environment = "the whole environment";

function whatIsMade({ asked, isWhole, texts }: Traced, context: DefineContext): string | undefined {
  if (isWhole) return environment;
  const told = [...asked].filter((name) => isSecret(name, context));
  if (told.length > 0) return told.join(" and ");
  return texts.map((text) => whatIsIn(text, [text], context)).find((what) => what !== undefined);
}

/** By its name, or by a value that it has here. */
function isSecret(name: string, { secrets, variables, search }: DefineContext): boolean {
  if (secrets.has(name) || isSecretName(name)) return true;
  const values = variables.flatMap((each) => each[name] ?? []);
  return values.some(
    (value) => secretFormOf(value) !== undefined || search.findIn(value) !== undefined,
  );
}

function whatIsIn(
  value: string,
  texts: readonly string[],
  { search, variables }: DefineContext,
): string | undefined {
  const { PATH = "" } = process.env;
  // Every environment has it; nobody writes it into code for its own sake.
  if (PATH !== "" && value.includes(JSON.stringify(PATH))) return environment;
  const found = search.findIn(value)?.secret ?? findNamed(value, variables);
  if (found !== undefined) return `the value of ${found}`;
  const form = texts.map(secretFormOf).find((each) => each !== undefined);
  return form && `a value that ${form}`;
}

/** A variable that is called a secret, and whose value is there. Short ones would be by chance. */
function findNamed(text: string, variables: DefineContext["variables"]): string | undefined {
  return variables
    .flatMap((each) => Object.entries(each))
    .find(
      ([name, value = ""]) =>
        isSecretName(name) &&
        value.length >= 12 &&
        text.includes(JSON.stringify(value).slice(1, -1)),
    )?.[0];
}

/** The texts in an expression that Vite puts into code: mostly JSON, or JSON within a text. */
function textsIn(expression: string): readonly string[] {
  return [expression, ...expression.replaceAll("\\n", "\n").split(/\\*["'`]/)];
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
