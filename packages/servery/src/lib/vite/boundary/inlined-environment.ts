import type { Finding } from "../../boundary/finding.ts";
import { createNeedleSearch } from "../../boundary/secrets/needle-search.ts";
import { withoutParts } from "../../boundary/secrets/secret-parts.ts";
import { type KnownSecret, toNeedles } from "../../boundary/secrets/needles.ts";

/** What a bundler would write in the place of names in the code. */
export interface Inlined {
  /** The settings' file, as it is shown. */
  readonly file: string;
  /** What `import.meta.env` would be. */
  readonly env: Readonly<Record<string, unknown>>;
  /** Expressions by the names that they replace. */
  readonly define: Readonly<Record<string, unknown>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Finds what must not be written into code: known secrets, secrets that a prefix opens, and the whole environment. */
export function findInlined(inlined: Inlined, secrets: readonly KnownSecret[]): readonly Finding[] {
  return [
    ...findExposed(inlined, secrets),
    ...Object.entries(inlined.define).flatMap(([name, value]) =>
      findDefined(inlined, name, toText(value), secrets),
    ),
  ];
}

function findExposed({ file, env }: Inlined, secrets: readonly KnownSecret[]): readonly Finding[] {
  return Object.entries(env).flatMap(([name, value]) => {
    if (typeof value !== "string") return [];
    const names = new Set(holds(value, secrets));
    if (secrets.some((each) => each.name === name)) names.add(name);
    return [...names].map((secret) => toExposed(file, name, secret));
  });
}

function toExposed(file: string, name: string, secret: string): Finding {
  const itself = name === secret;
  return toFinding(file, `import.meta.env.${name} ${secret}`, {
    message: itself
      ? `import.meta.env has ${name}: a prefix in "envPrefix" gives it to browsers.`
      : `import.meta.env.${name} holds the value of ${secret}, and its prefix gives it to browsers.`,
    fix: itself
      ? `Take the prefix out of "envPrefix", and read ${name} in the service.`
      : `Rename ${name} so that it has no public prefix, and read ${secret} in the service. If it is meant for browsers, give it another value than the service's.`,
  });
}

function findDefined(
  { file, environment }: Inlined,
  name: string,
  text: string,
  secrets: readonly KnownSecret[],
): readonly Finding[] {
  const where = `"define" replaces ${name}`;
  if (isWholeEnvironment(text, environment))
    return [
      toFinding(file, `define ${name} *`, {
        message: `${where} with the whole environment of the build: every secret in it reaches browsers.`,
        fix: `Define the names that browsers need, one by one.`,
      }),
    ];
  return holds(text, secrets).map((secret) =>
    toFinding(file, `define ${name} ${secret}`, {
      message: `${where} with the value of ${secret}, wherever browsers' code has it.`,
      fix: `Take it out of "define", and let an operation of the service do what needs ${secret}.`,
    }),
  );
}

/** The names of the secrets that a text holds, in whatever way of writing them. */
function holds(text: string, secrets: readonly KnownSecret[]): readonly string[] {
  const search = createNeedleSearch(secrets.flatMap(toNeedles));
  const hits = search.findAll(text);
  return withoutParts(hits.map(({ needle }) => needle.secret));
}

/** Every environment has these; nobody writes them into code for their own sake. */
function isWholeEnvironment(text: string, environment: Inlined["environment"]): boolean {
  const { PATH } = environment;
  return PATH !== undefined && PATH !== "" && text.includes(JSON.stringify(PATH));
}

/** As Vite does: a text is an expression, anything else becomes one. */
function toText(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

function toFinding(
  file: string,
  subject: string,
  texts: Pick<Finding, "message" | "fix">,
): Finding {
  const place = { file, line: 1, column: 1 };
  return {
    rule: "graph/environment",
    severity: "error",
    subject,
    ...place,
    ...texts,
    within: [],
    chain: [],
  };
}
