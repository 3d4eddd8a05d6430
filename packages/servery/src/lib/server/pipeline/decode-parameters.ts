import { toJsonPointer } from "../../base/json-pointer.ts";
import { pathParameters } from "../../base/path-pattern.ts";
import { type JsonSchema, resolveRef } from "../../contract/json-schema.ts";
import type { Operation } from "../../contract/operation.ts";
import {
  type ParameterShape,
  type ScalarType,
  toParameterShapes,
} from "../../contract/parameters.ts";
import type { InputError } from "../../protocol/problem-details.ts";
import { refuse } from "../handling/refusal.ts";
import { fromScalarText, scalarForms } from "./scalar-text.ts";

/** Reads the texts of a path and a query string into `input`; all that is wrong goes to `errors`. */
export type ParameterDecoder = (
  parameters: readonly string[],
  query: string,
  input: Record<string, unknown>,
  errors: InputError[],
) => void;

/** Where the text of one key goes: a property, or one of an object in it. */
interface Slot {
  readonly name: string;
  readonly inner: string | undefined;
  readonly type: ScalarType;
  readonly isList: boolean;
}

/** Compiles how an operation's input is read from its path and its query string. */
export function compileParameters(operation: Operation, input: JsonSchema): ParameterDecoder {
  const { shapes } = toParameterShapes(operation, input);
  const inPath = pathParameters(operation.path).map((name) =>
    toSlot(name, undefined, shapes.get(name)),
  );
  const inQuery = toQuerySlots(shapes, new Set(inPath.map(({ name }) => name)));
  const complete = compileCompletion(shapes, input);
  return (parameters, query, target, errors) => {
    for (let index = 0; index < inPath.length; index++)
      store(inPath[index]!, parameters[index]!, target, errors);
    if (query !== "") decodeQuery(query, inQuery, target, errors);
    complete?.(target);
  };
}

function toSlot(name: string, inner: string | undefined, shape: ParameterShape | undefined): Slot {
  const type = shape === undefined || shape.kind === "object" ? "string" : shape.type;
  return { name, inner, type, isList: shape?.kind === "array" };
}

function toQuerySlots(
  shapes: ReadonlyMap<string, ParameterShape>,
  inPath: ReadonlySet<string>,
): ReadonlyMap<string, Slot> {
  const slots = new Map<string, Slot>();
  for (const [name, shape] of shapes) {
    if (inPath.has(name)) continue;
    if (shape.kind !== "object") slots.set(name, toSlot(name, undefined, shape));
    else
      for (const [inner, part] of shape.properties)
        slots.set(`${name}.${inner}`, toSlot(name, inner, part));
  }
  return slots;
}

/**
 * An empty list and an empty object leave nothing in a query string. Where the input requires one,
 * its absence means the empty one.
 */
function compileCompletion(
  shapes: ReadonlyMap<string, ParameterShape>,
  input: JsonSchema,
): ((target: Record<string, unknown>) => void) | undefined {
  const required = new Set(resolveRef(input, input).required);
  const whole = [...shapes].filter(([name, { kind }]) => kind !== "scalar" && required.has(name));
  const lists = [...shapes].flatMap(([name, shape]) =>
    shape.kind === "object"
      ? [...shape.properties].filter(isRequiredList).map(([inner]) => [name, inner] as const)
      : [],
  );
  if (whole.length === 0 && lists.length === 0) return undefined;
  return (target) => {
    for (const [name, { kind }] of whole) ownOf(target, name, kind === "array" ? [] : {});
    for (const [name, inner] of lists)
      if (Object.hasOwn(target, name)) ownOf(target[name] as Record<string, unknown>, inner, []);
  };
}

function isRequiredList([, shape]: readonly [string, ParameterShape]): boolean {
  return shape.kind === "array" && shape.required;
}

function decodeQuery(
  query: string,
  slots: ReadonlyMap<string, Slot>,
  target: Record<string, unknown>,
  errors: InputError[],
): void {
  for (const piece of query.split("&")) {
    if (piece === "") continue;
    const equals = piece.indexOf("=");
    const key = decodeText(equals < 0 ? piece : piece.slice(0, equals));
    const text = equals < 0 ? "" : decodeText(piece.slice(equals + 1));
    const slot = slots.get(key);
    if (slot !== undefined) store(slot, text, target, errors);
    else refuseKey(key, errors);
  }
}

function refuseKey(key: string, errors: InputError[]): void {
  if (/^(?:__proto__|constructor\.prototype)(?:$|\.)/.test(key))
    throw refuse(
      "malformed_request",
      `The query string has the key "${key}", which is never accepted.`,
    );
  errors.push({ pointer: toJsonPointer([key.slice(0, 200)]), detail: "is not declared" });
}

/** As forms and `URLSearchParams` write it: `+` is a blank. */
function decodeText(text: string): string {
  const spaced = text.includes("+") ? text.replaceAll("+", " ") : text;
  if (!spaced.includes("%")) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    throw refuse(
      "malformed_request",
      `The query string has a broken escape in "${text.slice(0, 100)}".`,
    );
  }
}

function store(
  slot: Slot,
  text: string,
  target: Record<string, unknown>,
  errors: InputError[],
): void {
  const { name, inner, type, isList } = slot;
  const holder = inner === undefined ? target : ownOf<Record<string, unknown>>(target, name, {});
  const key = inner ?? name;
  const pointer = () => toJsonPointer(inner === undefined ? [name] : [name, inner]);
  const value = fromScalarText(text, type);
  if (isList) {
    const list = ownOf<unknown[]>(holder, key, []);
    if (value === undefined)
      errors.push({ pointer: `${pointer()}/${list.length}`, detail: scalarForms[type] });
    list.push(value ?? text);
  } else if (Object.hasOwn(holder, key)) {
    errors.push({ pointer: pointer(), detail: "stands there twice, but takes one value" });
  } else {
    if (value === undefined) errors.push({ pointer: pointer(), detail: scalarForms[type] });
    holder[key] = value ?? text;
  }
}

/** A property of the object's own, made where it has none: one called "constructor" is also inherited. */
function ownOf<T>(holder: Record<string, unknown>, name: string, initial: T): T {
  if (!Object.hasOwn(holder, name)) holder[name] = initial;
  return holder[name] as T;
}
