import { join } from "node:path";

import { boundaryFile, type Suppression } from "../../boundary/boundary-settings.ts";
import type { KnownSecret } from "../../boundary/secrets/needles.ts";
import { readAppSettings } from "./app-settings.ts";
import type { BoundaryOptions, CanaryOptions } from "./boundary-options.ts";
import type { GraphSources } from "./bundle-graph.ts";
import { createImportLog } from "./import-log.ts";
import type { Inlined } from "./inlined-environment.ts";
import { findKnownSecrets } from "./known-secrets.ts";

/** What a bundler tells of itself. Rollup and Rolldown tell nothing. */
export interface Host {
  readonly root: string;
  readonly mode: string;
  /** Where `.env` files are, beside the root. */
  readonly envFolder: string | undefined;
  readonly loaded: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, unknown>>;
  readonly define: Readonly<Record<string, unknown>>;
  /** The settings' file, whole. */
  readonly file: string | undefined;
  /** True where workers are bundled, or asked for, by themselves. */
  readonly workersApart: boolean;
  readonly serves: boolean;
  /** True for a test runner, which serves tests as it would a page: they may look at both sides. */
  readonly tests: boolean;
  /** Where a dev server keeps packages that it has bundled ahead. */
  readonly cacheFolder: string | undefined;
}

/** One build, or one run of the dev server, and all that its hooks share. */
export interface Project {
  readonly host: Host;
  readonly server: readonly string[];
  readonly suppressions: readonly Suppression[];
  readonly secrets: readonly KnownSecret[];
  /** The variables that are secrets, with a value or without. */
  readonly secretNames: ReadonlySet<string>;
  readonly inlined: Omit<Inlined, "file">;
  readonly mode: "error" | "warn";
  readonly canary: CanaryOptions | undefined;
  /** True for a file that something else is put in the place of, so that nothing of it reaches browsers. */
  readonly isReplaced: (file: string) => boolean;
  readonly graph: GraphSources & { readonly written: Map<string, string> };
  /** The settings' file, whether it is there or not. */
  readonly settingsFile: string;
}

/** A bundler that tells nothing of itself. */
export function toPlainHost({ root }: BoundaryOptions, define: Host["define"]): Host {
  return {
    root: root ?? process.cwd(),
    mode: process.env["NODE_ENV"] ?? "production",
    envFolder: undefined,
    loaded: {},
    env: {},
    define,
    file: undefined,
    workersApart: false,
    serves: false,
    tests: false,
    cacheFolder: undefined,
  };
}

export function toProject(
  options: BoundaryOptions,
  host: Host,
  isReplaced: Project["isReplaced"],
): Project {
  const { base, settings } = readAppSettings(host.root);
  const folders = new Set([base, host.root, host.envFolder ?? host.root]);
  const environment = process.env;
  const secrets = findKnownSecrets({
    names: options.secrets ?? [],
    folders: [...folders],
    mode: host.mode,
    environment,
    given: new Set(Object.keys(host.env)),
    loaded: host.loaded,
  });
  return {
    host,
    server: [...settings.server, ...(options.server ?? [])],
    suppressions: settings.suppressions,
    secrets,
    secretNames: new Set([...(options.secrets ?? []), ...secrets.map(({ name }) => name)]),
    isReplaced,
    settingsFile: join(base, boundaryFile),
    inlined: { env: host.env, define: host.define, environment },
    mode: options.mode ?? "error",
    canary: options.canary ?? toCanary(environment["SERVERY_CANARY"]),
    graph: {
      base,
      log: createImportLog(),
      written: new Map(),
      modules: new Map(),
      defined: toDefined(host.define),
      workersApart: host.workersApart,
      cacheFolder: host.cacheFolder,
    },
  };
}

function toCanary(text: string | undefined): CanaryOptions | undefined {
  return text === undefined || text === "" ? undefined : (JSON.parse(text) as CanaryOptions);
}

/** The variables that no browser's code asks for any more, since their values stand there. */
function toDefined(define: Host["define"]): ReadonlySet<string> {
  const names = Object.keys(define).map((name) =>
    name.replace(/^(?:globalThis|global|self)\./, ""),
  );
  return new Set(
    names.flatMap((name) => {
      if (name === "process.env" || name === "process") return ["*"];
      return name.startsWith("process.env.") ? [name.slice("process.env.".length)] : [];
    }),
  );
}
