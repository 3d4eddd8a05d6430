import { createLeakyService, type EgressCase } from "./egress-leaks.ts";

/** What has come out of a service that was asked to let go of something: answers and the log, as text. */
export async function runEgress(
  { path, words, isLogged = false }: EgressCase,
  { egress }: { readonly egress: boolean },
): Promise<string> {
  const lines: string[] = [];
  const service = createLeakyService(lines, egress);
  await service.ready();
  try {
    const answer = await service.fetch(toRequest(path, words));
    const sent = JSON.stringify([...answer.headers]) + (await answer.text());
    return isLogged ? lines.join("\n") : sent;
  } finally {
    await service.close();
  }
}

function toRequest(path: string, words: string): Request {
  const base = `http://leaky.example/${path}`;
  if (path !== "take") return new Request(`${base}?${new URLSearchParams({ words })}`);
  const headers = { "content-type": "application/json" };
  return new Request(base, { method: "POST", headers, body: JSON.stringify({ words }) });
}
