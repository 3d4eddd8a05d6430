import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { inspect, styleText } from "node:util";

/** Something that went wrong and was understood: what happened, then what to do. */
export class Failure extends Error {
  /** 1 for what failed, 2 for what was asked wrongly. */
  readonly exitCode: 1 | 2;

  constructor(message: string, options: ErrorOptions & { readonly exitCode?: 1 | 2 } = {}) {
    super(message, options);
    this.name = "Failure";
    this.exitCode = options.exitCode ?? 1;
  }
}

/** Writes an error for people: no stack but the place in their code, unless `DEBUG` is set. */
function describeError(error: unknown): string {
  if (process.env["DEBUG"]) return inspect(error, { depth: 6 });
  if (!(error instanceof Error)) return `Something was thrown that is no error: ${inspect(error)}`;
  const isUnderstood = error instanceof Failure || "code" in error;
  const text = isUnderstood ? error.message : `${error.name}: ${error.message}`;
  const place = error instanceof Failure ? undefined : findPlace(error);
  return place === undefined ? text : `${text}\n  at ${place}`;
}

/** Prints an error to standard error. */
export function printError(error: unknown): void {
  const label = styleText(["red", "bold"], "error:", { stream: process.stderr });
  process.stderr.write(`${label} ${describeError(error)}\n`);
}

/** The first place of a stack that is the user's: a file that is neither Node's nor a package's. */
function findPlace(error: Error): string | undefined {
  // Of a syntax error, the place stands before the message.
  const places = error.stack?.matchAll(
    /(file:\/\/[^\s()]+?\.\w+|\/[^\s():]+\.[cm]?[jt]sx?)(?::(\d+))(?::\d+)?/g,
  );
  for (const [, file, line] of places ?? []) {
    const path = file!.startsWith("file:") ? fileURLToPath(file!) : file!;
    if (!/\/(?:node_modules|packages\/(?:servery|cli)\/src)\//.test(path))
      return `${relative(process.cwd(), path)}:${line}`;
  }
  return undefined;
}
