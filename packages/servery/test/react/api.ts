import type { IncomingMessage, ServerResponse } from "node:http";

/** A server for the page's contract whose answers a test can hold back. */
export interface TestApi {
  /** What it was asked, as `GET 7`, with `aborted` once the caller has gone before the answer. */
  readonly seen: string[];
  /** Answers the oldest held request for this album. */
  release(id: string): void;
  handle(request: IncomingMessage, response: ServerResponse): void;
}

/** Ids that start with `held` wait for their release; `gone` is a problem. */
export function createTestApi(): TestApi {
  const seen: string[] = [];
  const held: { readonly id: string; readonly answer: () => void }[] = [];

  function receive(method: string, id: string, response: ServerResponse): void {
    const index = seen.push(`${method} ${id}`) - 1;
    const answer = () => send(response, method, id, index);
    if (id.startsWith("held")) held.push({ id, answer });
    else answer();
    response.on("close", () => {
      if (!response.writableEnded) seen[index] += " aborted";
    });
  }

  return {
    seen,
    release: (id) => {
      const index = held.findIndex((each) => each.id === id);
      held.splice(index, 1)[0]?.answer();
    },
    handle: (request, response) => {
      let body = "";
      request.setEncoding("utf8");
      request.on("data", (chunk) => (body += chunk));
      request.on("end", () => {
        const id = body === "" ? (request.url?.split("/").at(-1) ?? "") : albumOf(body);
        receive(request.method ?? "", id, response);
      });
    },
  };
}

function albumOf(body: string): string {
  return (JSON.parse(body) as { albumId: string }).albumId;
}

function send(response: ServerResponse, method: string, id: string, index: number): void {
  const isQuery = method === "GET";
  if (id !== "gone") {
    response.setHeader("content-type", "application/json");
    const output = isQuery ? { id, title: `Album ${id} of #${index}` } : { id: `order #${index}` };
    response.end(JSON.stringify(output));
    return;
  }
  const status = isQuery ? 404 : 409;
  const code = isQuery ? "not_found" : "out_of_stock";
  response.writeHead(status, { "content-type": "application/problem+json" });
  response.end(JSON.stringify({ title: code, status, code, data: { available: 2 } }));
}
