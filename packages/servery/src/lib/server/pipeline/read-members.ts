import { toJsonPointer } from "../../base/json-pointer.ts";
import type { InputError } from "../../protocol/problem-details.ts";
import { refuseInput } from "./validate.ts";

/**
 * Reads the members of a JSON body, and gathers what is wrong with them. What is not asked for is let be: a
 * later client may say more.
 */
export class MemberReader {
  readonly #errors: InputError[] = [];

  /** The object that stands at a place; without members where something else does. */
  object(value: unknown, ...path: PropertyKey[]): Readonly<Record<string, unknown>> {
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
    this.wrong("must be an object", ...path);
    return {};
  }

  /** A list of at most `most`; empty where there is none. */
  list(value: unknown, most: number, ...path: PropertyKey[]): readonly unknown[] {
    if (!Array.isArray(value)) this.wrong("must be an array", ...path);
    else if (value.length <= most) return value;
    else this.wrong(`must have at most ${most} items`, ...path);
    return [];
  }

  text(value: unknown, longest: number, ...path: PropertyKey[]): string {
    if (typeof value === "string" && value.length <= longest) return value;
    this.wrong(`must be a text of at most ${longest} characters`, ...path);
    return "";
  }

  /** A whole number from 0 on. */
  count(value: unknown, ...path: PropertyKey[]): number {
    if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
    this.wrong("must be a whole number, 0 or more", ...path);
    return 0;
  }

  wrong(detail: string, ...path: PropertyKey[]): void {
    this.#errors.push({ pointer: toJsonPointer(path), detail });
  }

  /** @throws Refusal `invalid_input` with all that was wrong. */
  finish(): void {
    if (this.#errors.length > 0) throw refuseInput(this.#errors);
  }
}
