import { ServeryError } from "./servery-error.ts";

/** One piece of a pattern such as `/albums/:id/tracks`. */
export type PathSegment = { readonly literal: string } | { readonly parameter: string };

const literalPattern = /^[A-Za-z0-9\-._~!$&'()*+,;=@]+$/;
const parameterPattern = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Reads a pattern: it starts with `/`, and a segment is a literal or one `:parameter`.
 * @throws ServeryError `invalid_path` when it is anything else.
 */
export function parsePathPattern(pattern: string): readonly PathSegment[] {
  if (!pattern.startsWith("/")) throw invalid(pattern, "it must start with a slash");
  if (pattern === "/") return [];
  const segments = pattern
    .slice(1)
    .split("/")
    .map((text) => toSegment(pattern, text));
  const names = segments.flatMap((segment) => ("parameter" in segment ? [segment.parameter] : []));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw invalid(pattern, `the parameter ":${twice}" stands in it twice`);
  return segments;
}

/** The parameter names of a pattern, in order. */
export function pathParameters(pattern: string): readonly string[] {
  return parsePathPattern(pattern).flatMap((segment) =>
    "parameter" in segment ? [segment.parameter] : [],
  );
}

function toSegment(pattern: string, text: string): PathSegment {
  if (text === "") throw invalid(pattern, "it has an empty segment");
  if (text === "." || text === "..") throw invalid(pattern, `the segment "${text}" is relative`);
  if (!text.startsWith(":")) {
    if (literalPattern.test(text)) return { literal: text };
    throw invalid(
      pattern,
      `the segment "${text}" has a character that a path cannot carry as it is`,
    );
  }
  const parameter = text.slice(1);
  if (parameterPattern.test(parameter)) return { parameter };
  throw invalid(pattern, `"${text}" is not a parameter: write a name such as ":id"`);
}

function invalid(pattern: string, why: string): ServeryError {
  return new ServeryError("invalid_path", `The path "${pattern}" cannot be used: ${why}.`);
}
