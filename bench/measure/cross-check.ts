import type { LoadResult } from "../load/run-load.ts";
import { startChild } from "./child.ts";

/** What two generators make of the same server, in requests a second. */
export interface CrossCheck {
  readonly ours: number;
  readonly autocannon: number;
}

/** Loads bare node:http by our own generator and by autocannon, in turn. */
export async function crossCheck(
  file: string,
  seconds: number,
  output: number,
): Promise<CrossCheck> {
  const server = startChild("serve.ts", ["bare", file], { core: 0, output });
  const generator = startChild("generate.ts", [], { core: 1 });
  const cannon = startChild("cannon.ts", [], { core: 1 });
  const order = {
    subject: "bare",
    credentials: [],
    scenario: "read",
    inFlight: 64,
    products: 1000,
    seed: 1,
    polls: true,
  };
  try {
    const { port } = await server.receive<{ port: number }>();
    const load = () => generator.ask<{ result: LoadResult }>({ ...order, port, seconds });
    await load();
    const { perSecond } = await cannon.ask<{ perSecond: number }>({ port, seconds });
    const { result } = await load();
    return { ours: result.answers / seconds, autocannon: perSecond };
  } finally {
    await Promise.all([server.stop(), generator.stop(), cannon.stop()]);
  }
}
