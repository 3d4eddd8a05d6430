import type { Finding, Step } from "../finding.ts";

/**
 * What to say of a contract whose source browsers get: by `?raw`, or by its address. Where a module is imported, routes are put
 * in its place; here nothing can be.
 * @param shown the module, as a reader in the app's folder would write it
 */
export function toContractSourceFinding(shown: string, chain: readonly Step[]): Finding {
  const file = shown.replace(/\?.*$/s, "");
  return {
    rule: "graph/contract-source",
    severity: "error",
    file,
    line: 1,
    column: 1,
    subject: file,
    message: `${shown} is sent as it is written: a contract with its rules of access and all that it declares.`,
    fix: "Import the module itself, without a query and not as an address, so that browsers get its routes alone.",
    within: [],
    chain,
  };
}
