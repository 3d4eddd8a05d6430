import { type Node, type Program, Visitor } from "oxc-parser";
import { type Finding, isSecretName } from "servery/boundary";

import { keyName, unwrap } from "../source/syntax.ts";
import { memberOf, toObject } from "./config-syntax.ts";
import { createPlacer } from "./place-in-text.ts";
import { readEnvironment } from "./read-environment.ts";
import type { ViteConfig } from "./vite-settings.ts";

/**
 * Judges what `define` of a Vite configuration puts into code: the whole environment, a secret, or a variable whose name says
 * that it is one.
 * @param secrets the names of secrets
 */
export function judgeDefine(
  config: ViteConfig | undefined,
  { file, secrets }: { readonly file: string; readonly secrets: ReadonlySet<string> },
): readonly Finding[] {
  if (config === undefined) return [];
  const { object, program } = config;
  const define = toObject(memberOf(object, "define", program), program);
  if (define === undefined) return [];
  const place = createPlacer(config.text, file);
  const reads = readEnvironment(config.program);
  const wholes = findWholes(config.program);
  return define.properties.flatMap((property) => {
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
    const what = all ? "the whole environment" : told.join(" and ");
    return what === "" ? [] : [toFinding(name ?? "?", what, place(start))];
  });
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
