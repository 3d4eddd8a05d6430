import type { ScalarType } from "../../contract/parameters.ts";

const integerText = /^-?(?:0|[1-9]\d*)$/;
const numberText = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** What a text must look like, for messages. */
export const scalarForms: Readonly<Record<ScalarType, string>> = {
  string: "must be text",
  integer: "must be a whole number, such as 12",
  number: "must be a number, such as 1.5",
  boolean: 'must be "true" or "false"',
};

/**
 * Reads a text from a path or a query string as JSON would write the value: no blanks, no leading
 * zeros or plus, no hexadecimal, nothing beyond the range of a double or, for integers, beyond its
 * exact range. `undefined` when it is none.
 */
export function fromScalarText(
  text: string,
  type: ScalarType,
): string | number | boolean | undefined {
  if (type === "string") return text;
  if (type === "boolean") return text === "true" ? true : text === "false" ? false : undefined;
  if (!(type === "integer" ? integerText : numberText).test(text)) return undefined;
  const value = Number(text);
  return (type === "integer" ? Number.isSafeInteger(value) : Number.isFinite(value))
    ? value
    : undefined;
}
