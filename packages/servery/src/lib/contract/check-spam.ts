import type { JsonSchema } from "./json-schema.ts";
import { resolveRef } from "./json-schema.ts";
import type { Operation } from "./operation.ts";
import { collectProperties } from "./parameters.ts";

const [leastWork, mostWork] = [8, 24];

/** What is wrong with an operation's guard against programs. */
export function findSpamMistakes({ spam }: Operation, input: JsonSchema): string[] {
  if (spam === undefined) return [];
  const { honeypot, work } = spam;
  const mistakes = honeypot === undefined ? [] : findHoneypotMistakes(honeypot, input);
  if (work !== undefined && !(Number.isInteger(work) && work >= leastWork && work <= mostWork))
    mistakes.push(`its work must be a whole number from ${leastWork} to ${mostWork}, not ${work}`);
  return mistakes;
}

/** People leave it out, so it must be optional; a text, for a program is to be tempted. */
function findHoneypotMistakes(honeypot: string, input: JsonSchema): string[] {
  const property = collectProperties(input, input).get(honeypot);
  if (property === undefined)
    return [`its honeypot "${honeypot}" is no property of its input: add it, optional`];
  const mistakes: string[] = [];
  if (resolveRef(input, input).required?.includes(honeypot) === true)
    mistakes.push(`its honeypot "${honeypot}" must be optional, for people never fill it in`);
  if (resolveRef(property, input).type !== "string")
    mistakes.push(`its honeypot "${honeypot}" must be a text`);
  return mistakes;
}
