import { isSchema, type Schema } from "./schema.ts";

/** An expected failure that an operation declares. Made by {@link problem}. */
export interface ProblemDefinition<Data extends Schema | undefined = Schema | undefined> {
  readonly status: number;
  readonly title: string;
  readonly data: Data;
}

/** The problems of an operation, by their stable code. */
export type ProblemDefinitions = Readonly<Record<string, ProblemDefinition>>;

/**
 * Declares an expected failure, sent as an RFC 9457 problem.
 *
 * @param status the HTTP status, 400 to 599.
 * @param title the same short sentence for every occurrence.
 * @param data the schema of what the problem carries in its member `data`.
 */
export function problem(status: number, title: string): ProblemDefinition<undefined>;
export function problem<Data extends Schema>(
  status: number,
  title: string,
  data: Data,
): ProblemDefinition<Data>;
export function problem(status: number, title: string, data?: Schema): ProblemDefinition {
  if (!Number.isInteger(status) || status < 400 || status > 599)
    throw new TypeError(`a problem's status is from 400 to 599, not ${status}`);
  if (title.trim() === "") throw new TypeError(`a problem needs a title: one short sentence`);
  if (data !== undefined && !isSchema(data))
    throw new TypeError(
      `the data of the problem "${title}" is no schema of a Standard Schema library`,
    );
  return { status, title, data };
}
