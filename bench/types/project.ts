import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** How many areas a contract has, and how many operations an area. */
export interface Size {
  readonly areas: number;
  readonly perArea: number;
}

/** How one library writes the same contract, its handlers and its callers. */
export interface Variant {
  readonly name: string;
  /** The lines that declare an area's operations, after the schemas. */
  declare(area: number, operations: readonly number[]): string;
  /** Files that need all areas, by name. */
  whole(areas: readonly number[]): Readonly<Record<string, string>>;
  /** A file that implements and calls an area. */
  use(area: number, operations: readonly number[]): string;
}

/** Writes a project that only the compiler looks at. `paths` tells it where packages are. */
export function writeProject(
  folder: string,
  variant: Variant,
  size: Size,
  paths: Readonly<Record<string, readonly string[]>>,
): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const areas = Array.from({ length: size.areas }, (_, index) => index);
  const operations = Array.from({ length: size.perArea }, (_, index) => index);
  for (const area of areas) {
    const schemas = operations.map((operation) => toSchemas(area, operation)).join("\n");
    write(
      `area${area}.ts`,
      `import * as z from "zod";\n${schemas}\n${variant.declare(area, operations)}`,
    );
    write(`use${area}.ts`, variant.use(area, operations));
  }
  for (const [name, text] of Object.entries(variant.whole(areas))) write(name, text);
  write(
    "tsconfig.json",
    JSON.stringify({
      extends: "../../../tsconfig.json",
      compilerOptions: { paths, noUnusedLocals: false },
      include: ["."],
      exclude: [],
    }),
  );
}

/** Schemas that no other operation has, so that the compiler can reuse nothing. */
function toSchemas(area: number, operation: number): string {
  const own = `${area}_${operation}`;
  return `
export const input${operation} = z.object({ id: z.string(), count${own}: z.int(), tags: z.array(z.string()).optional() });
export const output${operation} = z.object({
  id: z.string(),
  name${own}: z.string(),
  total: z.number(),
  status: z.enum(["open", "closed", "s${own}"]),
  items: z.array(z.object({ sku${own}: z.string(), quantity: z.int(), note: z.string().nullable() })),
  meta: z.object({ createdAt: z.string(), by${own}: z.string().optional() }),
});
export const conflict${operation} = z.object({ reason${own}: z.string(), available: z.int() });`;
}

/** An argument that an operation takes. */
export function toArgument(area: number, operation: number): string {
  return `{ id: "1", count${area}_${operation}: 1 }`;
}

/** A result that an operation returns. */
export function toResult(area: number, operation: number): string {
  const own = `${area}_${operation}`;
  return `{ id: input.id, name${own}: "n", total: input.count${own}, status: "open", items: [{ sku${own}: "s", quantity: 1, note: null }], meta: { createdAt: "" } }`;
}

/** An expression that reads a result deeply. */
export function readResult(area: number, operation: number, name: string): string {
  const own = `${area}_${operation}`;
  return `${name}.name${own}.length + ${name}.items[0]!.quantity + ${name}.items[0]!.sku${own}.length`;
}

export function listOf(prefix: string, numbers: readonly number[]): string {
  return numbers.map((number) => `${prefix}${number}`).join(", ");
}
