import { spawn } from "node:child_process";
import { once } from "node:events";

/** What one run of the compiler cost. */
export interface Compilation {
  readonly seconds: number;
  readonly checkSeconds: number;
  readonly megabytes: number;
  readonly instantiations: number;
  readonly types: number;
}

const compiler = new URL("../../node_modules/typescript/bin/tsc", import.meta.url).pathname;

/** Checks a project on one thread, so that counts are exact and times can be compared. */
export async function compile(folder: string): Promise<Compilation> {
  const parameters = [
    compiler,
    "-p",
    folder,
    "--noEmit",
    "--singleThreaded",
    "--extendedDiagnostics",
  ];
  const child = spawn(process.execPath, parameters, { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`${folder} does not compile:\n${output.slice(0, 2000)}`);
  const read = (label: string) => {
    const value = new RegExp(`^${label}:\\s+([\\d.]+)`, "m").exec(output)?.[1];
    if (value === undefined) throw new Error(`The compiler no longer reports "${label}".`);
    return Number(value);
  };
  return {
    seconds: read("Total time"),
    checkSeconds: read("Check time"),
    megabytes: read("Memory used") / 1024,
    instantiations: read("Instantiations"),
    types: read("Types"),
  };
}
