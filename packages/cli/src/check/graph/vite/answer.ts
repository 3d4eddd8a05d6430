import { enableCompileCache } from "node:module";
import { pathToFileURL } from "node:url";

import type { Alias, ResolvedConfig, resolveConfig as resolveWithVite } from "vite";

import type { Answer, Message, Question } from "./ask-vite.ts";
import type { SaidSettings } from "./said-settings.ts";

/** Tells the process that asked what an app's configuration says to a build, in a process of its own. */
const [question] = process.argv.splice(2);
const { vite, configFile, token } = JSON.parse(question!) as Question;
// In a build there is nobody to send to, and nobody but this file answers.
const send = process.send!.bind(process);
delete process.send;
// Nearly half of the time is compiling, which the command line keeps as well.
enableCompileCache();
try {
  const { resolveConfig } = (await import(pathToFileURL(vite).href)) as {
    resolveConfig: typeof resolveWithVite;
  };
  const inline = { configFile, logLevel: "silent" } as const;
  tell({ settings: toSaid(await resolveConfig(inline, "build", "production", "production")) });
} catch (error) {
  tell({ reason: `Vite cannot read it: ${await toSaying(error)}` });
}

function tell(answer: Answer): void {
  send({ token, answer } satisfies Message);
}

/** The first line of what went wrong, with names for the values of the environment: some are secrets. Paths are none. */
async function toSaying(error: unknown): Promise<string> {
  const { createSecretSearch } = await import("servery/boundary");
  const text = error instanceof Error ? error.message : String(error);
  const values = Object.entries(process.env)
    .map(([name, value = ""]) => ({ name, value }))
    .filter(({ value }) => value.length >= 12 && !value.startsWith("/"));
  return createSecretSearch(values).hideIn(text).split("\n", 1)[0]!;
}

/** @throws Error for what only the build itself can tell */
function toSaid(config: ResolvedConfig): SaidSettings {
  const { build, resolve, define } = config.environments?.["client"] ?? config;
  const { alias } = config.resolve;
  const coded = alias.find(({ customResolver }) => customResolver !== undefined);
  if (coded !== undefined)
    throw new Error(`code decides where its alias ${String(coded.find)} leads`);
  const { input, output } = build.rolldownOptions ?? build.rollupOptions;
  const inputs = build.lib === false || input !== undefined ? input : build.lib.entry;
  return {
    root: config.root,
    publicDir: config.publicDir,
    envDir: config.envDir,
    envPrefix: config.envPrefix,
    aliases: alias.map(({ find, replacement }: Alias) => ({ find, replacement })),
    conditions: resolve.conditions,
    mainFields: resolve.mainFields,
    extensions: resolve.extensions,
    outputs: [...new Set([output ?? {}].flat().map(({ dir }) => dir ?? build.outDir))],
    inputs: typeof inputs === "object" ? Object.values(inputs) : [inputs ?? []].flat(),
    exposed: exposedBy(config),
    define: toTexts({ ...config.define, ...define }),
  };
}

function exposedBy({ plugins }: ResolvedConfig): SaidSettings["exposed"] {
  const plugin = plugins.find(({ name }) => name === "servery:contracts");
  return (plugin?.api as { exposed?: readonly string[] } | undefined)?.exposed ?? "all";
}

/** As Vite does: a text is an expression, anything else becomes one. */
function toTexts(define: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(define).map(([name, value]) => [
      name,
      typeof value === "string" ? value : (JSON.stringify(value) ?? ""),
    ]),
  );
}
