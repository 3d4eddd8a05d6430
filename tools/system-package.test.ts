import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { findOrInstall, presentOrSkip } from "./system-package.ts";

const program = { names: ["spyglass", "telescope"], debianPackage: "optics", variable: "OPTICS" };

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "servery-tools-"));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

function plant(name: string, script = "exit 0"): string {
  const path = join(directory, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** An apt-get that, as the real one, brings the program only by `install` after `update`. */
function plantAptGet(): void {
  plant(
    "apt-get",
    `case "$*" in
      *update*) : > ${directory}/updated ;;
      *install*optics*) test -f ${directory}/updated && printf '#!/bin/sh\\n' > ${directory}/telescope && /bin/chmod 755 ${directory}/telescope ;;
    esac`,
  );
}

test("takes the program that the variable names", () => {
  const path = plant("my-own");
  plant("spyglass");
  expect(findOrInstall(program, { PATH: directory, OPTICS: path }, false)).toEqual({ path });
});

test("says so when the variable names no program", () => {
  const { hint } = findOrInstall(program, { PATH: directory, OPTICS: "/nowhere/lens" }, true);
  expect(hint).toContain("OPTICS names /nowhere/lens");
});

test("prefers the first name on the path", () => {
  plant("telescope");
  const path = plant("spyglass");
  expect(findOrInstall(program, { PATH: directory }, false)).toEqual({ path });
});

test("installs what is missing when root on Debian", () => {
  plantAptGet();
  expect(findOrInstall(program, { PATH: directory }, true).path).toBe(join(directory, "telescope"));
});

test("installs nothing for anybody else, and says in one line what to do", () => {
  plantAptGet();
  const { path, hint } = findOrInstall(program, { PATH: directory }, false);
  expect(path).toBeUndefined();
  expect(hint).toBe(
    "No spyglass was found: install it (Debian: apt-get install optics), or name the program in OPTICS.",
  );
});

test("says what to do when the installation brings nothing", () => {
  plant("apt-get");
  expect(findOrInstall(program, { PATH: directory }, true).hint).toContain(
    "apt-get install optics",
  );
});

test("has tests skipped for want of a program, but in CI fails", () => {
  const missing = { hint: "No spyglass was found." };
  expect(presentOrSkip("The views", missing, {})).toBeUndefined();
  expect(() => presentOrSkip("The views", missing, { CI: "true" })).toThrow(
    "The views cannot run. No spyglass was found.",
  );
  expect(presentOrSkip("The views", { path: "/lens" }, { CI: "true" })).toBe("/lens");
});
