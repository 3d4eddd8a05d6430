import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** A program that a package manager installs, and where else to look for it. */
export interface SystemProgram {
  /** Names under which `PATH` may hold it, best first. */
  readonly names: readonly string[];
  /** The Debian package that brings it. */
  readonly debianPackage: string;
  /** An environment variable that names it outright. */
  readonly variable?: string;
  /** Absolute paths outside of `PATH`. */
  readonly paths?: readonly string[];
}

/** Where the program is, or one sentence that says what to do. */
export type Found =
  | { readonly path: string; readonly hint?: never }
  | { readonly path?: never; readonly hint: string };

type Environment = Readonly<Record<string, string | undefined>>;

/** Finds a program; where it is missing and we are root on Debian, installs it first. */
export function findOrInstall(
  program: SystemProgram,
  environment: Environment = process.env,
  isRoot: boolean = process.getuid?.() === 0,
): Found {
  const wanted = program.variable === undefined ? undefined : environment[program.variable];
  if (wanted) return named(program, wanted);
  const present = find(program, environment);
  if (present !== undefined) return { path: present };
  const aptGet = findOnPath("apt-get", environment);
  if (!isRoot || aptGet === undefined) return { hint: hintFor(program) };
  install(aptGet, program.debianPackage, environment);
  const installed = find(program, environment);
  return installed === undefined ? { hint: hintFor(program) } : { path: installed };
}

/**
 * The path of what tests need. Where it is missing they are to be skipped: `undefined`, and a line
 * on the terminal that says why. In CI nothing is skipped in silence: there it throws.
 */
export function presentOrSkip(
  tests: string,
  { path, hint }: Found,
  environment: Environment = process.env,
): string | undefined {
  if (path !== undefined) return path;
  if (environment["CI"]) throw new Error(`${tests} cannot run. ${hint}`);
  console.warn(`${tests} are skipped. ${hint}`);
  return undefined;
}

function named(program: SystemProgram, path: string): Found {
  if (isExecutable(path)) return { path };
  return { hint: `${program.variable} names ${path}, which is no program that can be run.` };
}

function find(program: SystemProgram, environment: Environment): string | undefined {
  for (const name of program.names) {
    const path = findOnPath(name, environment);
    if (path !== undefined) return path;
  }
  return program.paths?.find(isExecutable);
}

function findOnPath(name: string, environment: Environment): string | undefined {
  const directories = (environment["PATH"] ?? "").split(delimiter).filter((part) => part !== "");
  return directories.map((directory) => join(directory, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function install(aptGet: string, debianPackage: string, environment: Environment): void {
  console.error(`Installing ${debianPackage} with apt-get, for the tests that need it.`);
  const env = { ...environment, DEBIAN_FRONTEND: "noninteractive" };
  const stdio = ["ignore", "ignore", "inherit"] as const;
  spawnSync(aptGet, ["-qq", "update"], { env, stdio: [...stdio] });
  const flags = ["-qq", "install", "-y", "--no-install-recommends"];
  spawnSync(aptGet, [...flags, debianPackage], { env, stdio: [...stdio] });
}

function hintFor({ debianPackage, names, variable }: SystemProgram): string {
  const orName = variable === undefined ? "" : `, or name the program in ${variable}`;
  return `No ${names[0]} was found: install it (Debian: apt-get install ${debianPackage})${orName}.`;
}
