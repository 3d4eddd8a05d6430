import type { Finding } from "../finding.ts";
import type { EnvironmentRead } from "./module-graph.ts";

/**
 * What to say of a variable that browsers' code asks a server's environment for. Where its name is a secret's, its module
 * belongs on the server; any other is not there, which packages for both sides know and guard against.
 */
export function toAbsentVariable({ name, file, line, column }: EnvironmentRead): Finding {
  return {
    rule: "graph/environment",
    severity: "warning",
    file,
    line,
    column,
    subject: name,
    message: `${name} is read from a server's environment, which browsers do not have: it is missing there, if it does not stop the page.`,
    fix: `If browsers may know it, read it as import.meta.env.VITE_${name}; if not, read it in the service.`,
    within: [],
    chain: [],
  };
}
