import { isBuiltin } from "node:module";

import { isTest, type ModuleFile, type ModuleImport } from "./module-file.ts";

/** The rooms that a browser's bundle is made of: their only packages are these, for types. */
const browserRooms = /^lib\/(base|contract|protocol|client)\//;
const browserTypes = new Set(["@standard-schema/spec"]);
const nodeRooms = /^lib\/(adapters|vite)\//;

/** Finds imports of Node's modules, of React and of packages in rooms that must not have them. */
export function findMisplacedPackages(files: readonly ModuleFile[]): readonly string[] {
  return files
    .filter(({ path }) => !isTest(path))
    .flatMap(({ path, imports }) =>
      imports.flatMap((each) => {
        const why = objection(path, each);
        return why === undefined
          ? []
          : [`${path}: imports ${each.specifier ?? "what it computes"}, ${why}`];
      }),
    );
}

function objection(path: string, { specifier, typeOnly }: ModuleImport): string | undefined {
  if (specifier === undefined)
    return nodeRooms.test(path)
      ? undefined
      : "which nobody can check: name it, or do it in adapters";
  if (/^\.{1,2}\//.test(specifier)) return undefined;
  const name = packageOf(specifier);
  if (isBuiltin(specifier))
    return nodeRooms.test(path) ? undefined : "but Node's modules belong in adapters and vite";
  if (name === "servery") return "the package itself: import the file";
  if (name === "react" || name === "react-dom")
    return path.startsWith("lib/react/") ? undefined : "but React belongs in react";
  if (browserRooms.test(path) && !(typeOnly && browserTypes.has(name)))
    return "but what reaches a browser depends on no package";
  return undefined;
}

function packageOf(specifier: string): string {
  const [first = "", second = ""] = specifier.split("/");
  return first.startsWith("@") ? `${first}/${second}` : first;
}
