import { listOf, readResult, toArgument, toResult, type Variant } from "./project.ts";

/** The schemas and functions alone: what any library comes on top of. */
export const baseline: Variant = {
  name: "schemas alone",
  declare: () => "",
  whole: () => ({}),
  use: (area, operations) => `
import type * as z from "zod";
import type { ${operations.map((o) => `input${o}, output${o}`).join(", ")} } from "./area${area}.ts";
${operations
  .map(
    (o) => `
export const handle${o} = async (input: z.output<typeof input${o}>): Promise<z.output<typeof output${o}>> => (${toResult(area, o)});
export async function call${o}() {
  const answer = await handle${o}(${toArgument(area, o)});
  return ${readResult(area, o, "answer")};
}`,
  )
  .join("")}
export const handlers${area} = { ${listOf("handle", operations)} };`,
};
