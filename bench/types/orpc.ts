import { listOf, readResult, toArgument, toResult, type Variant } from "./project.ts";

/** The same contract, router and client in oRPC, contract first, as its documentation advises. */
export const orpc: Variant = {
  name: "oRPC",
  declare: (area, operations) => `import { oc } from "@orpc/contract";
${operations
  .map(
    (o) => `
export const op${o} = oc
  .route({ method: "${o % 2 === 0 ? "GET" : "POST"}", path: "/a${area}/op${o}/{id}" })
  .errors({ NOT_FOUND: { message: "No such thing" }, CONFLICT: { message: "Conflict", data: conflict${o} } })
  .input(input${o})
  .output(output${o});`,
  )
  .join("")}
export const area${area} = { ${listOf("op", operations)} };`,
  whole: (areas) => ({
    "contract.ts": `
${areas.map((a) => `import { area${a} } from "./area${a}.ts";`).join("\n")}
export const api = { ${listOf("area", areas)} };`,
    "client.ts": `
import type { ContractRouterClient } from "@orpc/contract";
import type { api } from "./contract.ts";
export declare const client: ContractRouterClient<typeof api>;`,
    "implementer.ts": `
import { implement } from "@orpc/server";
import { api } from "./contract.ts";
export const os = implement(api);`,
    "service.ts": `
import { os } from "./implementer.ts";
${areas.map((a) => `import { handlers${a} } from "./use${a}.ts";`).join("\n")}
export const router = os.router({ ${areas.map((a) => `area${a}: handlers${a}`).join(", ")} });`,
  }),
  use: (area, operations) => `
import { isDefinedError, safe as toOutcome } from "@orpc/server";
import { client } from "./client.ts";
import { os } from "./implementer.ts";
${operations
  .map(
    (o) => `
const handle${o} = os.area${area}.op${o}.handler(({ input, errors }) => {
  if (input.count${area}_${o} < 0) throw errors.CONFLICT({ data: { reason${area}_${o}: "r", available: 1 } });
  return ${toResult(area, o)};
});
export async function call${o}() {
  const answer = await client.area${area}.op${o}(${toArgument(area, o)});
  return ${readResult(area, o, "answer")};
}`,
  )
  .join("")}
export async function safe() {
  const [error, data] = await toOutcome(client.area${area}.op0(${toArgument(area, 0)}));
  if (isDefinedError(error) && error.code === "CONFLICT") return error.data.reason${area}_0;
  return data?.name${area}_0;
}
export const handlers${area} = { ${operations.map((o) => `op${o}: handle${o}`).join(", ")} };`,
};
