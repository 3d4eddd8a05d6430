import { isServerBuiltin } from "./builtin-names.ts";
import type { GraphModule, ModuleImport } from "./module-graph.ts";
import { isSecretVariable } from "./secret-names.ts";
import { whatServerPackage } from "./server-packages.ts";

/** Why a module belongs on the server. */
export type ServerReason =
  /** It lies in a folder, or is a file, that the app's settings name. */
  | { readonly kind: "folder"; readonly folder: string }
  /** `prices.server.ts`. */
  | { readonly kind: "name" }
  /** It imports what others recognise servers by: `server-only`. */
  | { readonly kind: "marker"; readonly specifier: string }
  /** It imports one of Servery's doors for servers. */
  | { readonly kind: "servery"; readonly specifier: string }
  /** It imports a module of Node's or of another runtime of servers. */
  | { readonly kind: "builtin"; readonly specifier: string }
  /** It imports a package that belongs to servers. */
  | { readonly kind: "driver"; readonly specifier: string }
  /** It reads a variable of the environment that is a secret. */
  | { readonly kind: "secret"; readonly name: string };

interface ServerSettings {
  /** Folders and files, as in `servery.boundary.json`. */
  readonly server: readonly string[];
  /** Variables that are declared to be secrets. Others are told by their names. */
  readonly secretNames?: ReadonlySet<string>;
}

const none: ReadonlySet<string> = new Set();

/**
 * Tells what makes a module a server's; `undefined` for one that may be anywhere.
 *
 * Of packages in `node_modules` neither names nor what they read of the environment is a reason, and what they only ask for
 * by `require` or `import()` must be there: they look around to learn where they run.
 */
export function findServerReason(
  module: GraphModule,
  { server, secretNames = none }: ServerSettings,
): ServerReason | undefined {
  const shown = toSlashes(module.shown).replace(/\?.*$/, "");
  const folder = server.find((each) => isWithin(shown, each));
  if (folder !== undefined) return { kind: "folder", folder };
  const packaged = toSlashes(module.path).includes("/node_modules/");
  if (!packaged && isNamedServer(shown)) return { kind: "name" };
  for (const each of module.imports) {
    const reason = reasonOf(each, packaged);
    if (reason !== undefined) return reason;
  }
  const read = packaged
    ? undefined
    : module.environment.find(({ name }) => isSecretVariable(name, secretNames));
  return read && { kind: "secret", name: read.name };
}

/** A folder's files and, of a file, itself. On most machines `Service` and `service` are one folder. */
function isWithin(shown: string, setting: string): boolean {
  const folder = toSlashes(setting).replace(/^\.\//, "").replace(/\/+$/, "").toLowerCase();
  const path = shown.toLowerCase();
  return folder === "." || path === folder || path.startsWith(`${folder}/`);
}

function isNamedServer(shown: string): boolean {
  return /\.server\.[^./]+$|(?:^|\/)\.server\//.test(shown);
}

function reasonOf(
  { kind, specifier, to }: ModuleImport,
  packaged: boolean,
): ServerReason | undefined {
  // An address, a style or another's source brings a file, and whoever looks for chains looks at that.
  if (kind === "asset" || kind === "style" || kind === "worker") return undefined;
  const plain = specifier.replace(/[?#].*$/, "");
  if (isMarker(plain)) return { kind: "marker", specifier };
  if (/^servery\/(?:server|node|mail|passkeys|social|testing|vite)$/.test(plain))
    return { kind: "servery", specifier };
  if (to === undefined && packaged && kind !== "import" && kind !== "export") return undefined;
  if (to === undefined && isServerBuiltin(plain)) return { kind: "builtin", specifier };
  if (whatServerPackage(plain) !== undefined && !isReplaced(to))
    return { kind: "driver", specifier };
  return undefined;
}

/** What frameworks themselves keep from browsers: modules that are no code, but a mark. */
function isMarker(specifier: string): boolean {
  return /^(?:server-only|@tanstack\/[\w-]+-start\/server-only|\$env\/(?:static|dynamic)\/private|\$app\/server|astro:env\/server)$/.test(
    specifier,
  );
}

/**
 * True where something else stands in the place of a package: nothing at all, a file of the app's own, which is judged by
 * itself, or a build for browsers, which is named for them. Prisma's has its enumerations and no client.
 */
function isReplaced(to: string | undefined): boolean {
  if (to === undefined) return false;
  const path = toSlashes(to).replace(/[?#].*$/, "");
  const [, inside] = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(.*)$/.exec(path) ?? [];
  return inside === undefined || /[.-]browser(?:\.\w+)*\.[cm]?js$|\/browser\//.test(inside);
}

function toSlashes(path: string): string {
  return path.replaceAll("\\", "/");
}
