import { createSecretSearch } from "servery/boundary";
import type { Service } from "servery/server";

import { paymentKey } from "./corpus-case.ts";
import type { EgressCase, Way } from "./egress-leaks.ts";
import { createLeakyService } from "./leaky-service.ts";

/** What has come out where something was to be let go of: answers with their headers, pages and the log, as text. */
export async function runEgress(
  { way, words }: EgressCase,
  { egress }: { readonly egress: boolean },
): Promise<string> {
  if (way === "cut") return readPieces(words, egress);
  const lines: string[] = [];
  const service = createLeakyService(lines, {
    scanEgress: egress,
    ...(way === "head" ? { security: { resourcePolicy: words as "same-site" } } : {}),
  });
  try {
    await service.ready();
    const said = await (ways[way] ?? ask(way))(service, words);
    return way === "note" || way === "fail" ? lines.join("\n") : said;
  } catch (error) {
    return String(error);
  } finally {
    await service.close();
  }
}

type Ask = (service: Service, words: string) => Promise<string>;

const base = "http://leaky.example";
const json = { "content-type": "application/json" };

const ways: Readonly<Partial<Record<Way, Ask>>> = {
  take: (service, words) => send(service, "/take", json, { words }),
  name: (service) => send(service, "/say?words=x", { "x-request-id": paymentKey }),
  head: (service) => send(service, "/say?words=x", {}),
  watch(service, words) {
    const queries = [{ q: 1, operation: "say", input: { words } }];
    return send(service, "/_servery/live/poll", json, { version: 1, waitMs: 0, queries });
  },
  async render(service, words) {
    const state = await service.call("say", { words });
    return `<script>window.__STATE__ = ${JSON.stringify(state)}</script>`;
  },
};

function ask(way: Way): Ask {
  return (service, words) => send(service, `/${way}?${new URLSearchParams({ words })}`, {});
}

async function send(
  service: Service,
  path: string,
  headers: Record<string, string>,
  body?: object,
): Promise<string> {
  const sent = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const request = new Request(base + path, { headers, ...sent });
  const answer = await service.fetch(request);
  return JSON.stringify([...answer.headers]) + (await answer.text());
}

/** Reads a stream in pieces as a service does what it streams, and ends it before the piece that completes a secret. */
function readPieces(words: string, egress: boolean): string {
  const scan = createSecretSearch([{ name: "PAYMENT_KEY", value: paymentKey }]).beginText();
  let sent = "";
  for (const piece of [`data: ${words.slice(0, 9)}`, `${words.slice(9)}\n\n`]) {
    if (egress && scan.push(piece).length > 0) break;
    sent += piece;
  }
  return sent;
}
