import { type Finding, isPublicName, isSecretName, toAbsentVariable } from "servery/boundary";

import type { JudgedModule } from "./load-modules.ts";
import type { WrittenRead } from "./written-module.ts";

const rule = "graph/environment";

/** Judges what a module asks of the environment, and a bundler would put in its place. */
export function judgeEnvironment(
  { written, place }: Pick<JudgedModule, "written" | "place">,
  prefixes: readonly string[],
): readonly Finding[] {
  return written.reads.flatMap((read) => {
    const { from, name, offset } = read;
    // If it is a secret's, its module is the server's, and nothing else is told of that.
    if (from === "process" && name !== undefined && !isPublicName(name, prefixes))
      return [toAbsentVariable({ name, ...place(offset) })];
    const said = judgeRead(read, prefixes);
    return said === undefined ? [] : [{ rule, ...place(offset), ...said, within: [], chain: [] }];
  });
}

type Said = Pick<Finding, "severity" | "subject" | "message" | "fix">;

function judgeRead({ from, name }: WrittenRead, prefixes: readonly string[]): Said | undefined {
  if (name === undefined)
    return from === "page"
      ? undefined
      : whole(from === "build" ? "import.meta.env" : "process.env");
  const isPublic = isPublicName(name, prefixes);
  if (isPublic && isSecretName(name)) return secret(name);
  return from === "build" && !isPublic ? missing(name, prefixes) : undefined;
}

/** A variable that browsers get, and whose name says that they must not. */
export function secret(name: string): Said {
  return {
    severity: "error",
    subject: name,
    message: `${name} reaches browsers because of how its name starts, and its name says that it is a secret.`,
    fix: `Take the prefix away and read it in the service, as secret("${withoutPrefix(name)}"); let an operation do what needs it. If it is none, give it another name.`,
  };
}

/** The name that a secret should have. */
export function withoutPrefix(name: string): string {
  return name.replace(
    /^(?:VITE|(?:NEXT|NUXT|EXPO)_PUBLIC|NUXT_ENV|REACT_APP|GATSBY|PUBLIC|VUE_APP|STORYBOOK)_/,
    "",
  );
}

function whole(what: string): Said {
  return {
    severity: "warning",
    subject: what,
    message: `All of ${what} is used at once, so every variable that bundlers show to browsers is sent, also one that is added later.`,
    fix: `Name the variables that are needed: ${what}.${what.startsWith("import") ? "VITE_NAME" : "NAME"}.`,
  };
}

function missing(name: string, prefixes: readonly string[]): Said {
  return {
    severity: "warning",
    subject: name,
    message: `import.meta.env.${name} is undefined in browsers: only names that start with ${prefixes.length < 4 ? prefixes.join(" or ") : "the bundler's prefix, such as VITE_,"} reach them.`,
    fix: `If browsers may know it, call it VITE_${name}; if not, read it in the service.`,
  };
}
