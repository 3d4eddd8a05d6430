import { listOf, readResult, toArgument, toResult, type Variant } from "./project.ts";

/** The contract, its service and its client in Servery. */
export const servery: Variant = {
  name: "Servery",
  declare: (area, operations) => `import { mutation, problem, query } from "servery";
${operations
  .map(
    (o) => `
export const op${o} = ${o % 2 === 0 ? "query" : "mutation"}({
  path: "/a${area}/op${o}/:id",
  access: "public",
  input: input${o},
  output: output${o},
  problems: { not_found: problem(404, "No such thing"), conflict: problem(409, "Conflict", conflict${o}) },
});`,
  )
  .join("")}
export const area${area} = { ${listOf("op", operations)} };`,
  whole: (areas) => ({
    "contract.ts": `
import { contract } from "servery";
${areas.map((a) => `import { area${a} } from "./area${a}.ts";`).join("\n")}
export const api = contract({ name: "api", operations: { ${listOf("area", areas)} } });`,
    "client.ts": `
import { createClient } from "servery/client";
import { api } from "./contract.ts";
export const client = createClient(api, { url: "http://localhost" });`,
    "service.ts": `
import { createService } from "servery/server";
import { api } from "./contract.ts";
${areas.map((a) => `import { handlers${a} } from "./use${a}.ts";`).join("\n")}
export const service = createService(api, { handlers: { ${areas.map((a) => `area${a}: handlers${a}`).join(", ")} } });`,
  }),
  use: (area, operations) => `
import type { Handler } from "servery/server";
import { client } from "./client.ts";
import type { ${listOf("op", operations)} } from "./area${area}.ts";
${operations
  .map(
    (o) => `
const handle${o}: Handler<typeof op${o}> = ({ input, fail }) => {
  if (input.count${area}_${o} < 0) throw fail("conflict", { reason${area}_${o}: "r", available: 1 });
  return ${toResult(area, o)};
};
export async function call${o}() {
  const answer = await client.area${area}.op${o}(${toArgument(area, o)});
  return ${readResult(area, o, "answer")};
}`,
  )
  .join("")}
export async function safe() {
  const { data, problem } = await client.area${area}.op0.safe(${toArgument(area, 0)});
  if (problem?.code === "conflict") return problem.data.reason${area}_0;
  return data?.name${area}_0;
}
export const handlers${area} = { ${operations.map((o) => `op${o}: handle${o}`).join(", ")} };`,
};
