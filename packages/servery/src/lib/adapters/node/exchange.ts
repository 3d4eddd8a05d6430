import type { IncomingMessage, ServerResponse } from "node:http";

import type { BodyFailure, Exchange, TakeRoom } from "../../ports/exchange.ts";

/** How much of a refused body is still read, so that its sender gets to see why: 1 MiB. */
const readInVain = 1024 * 1024;

/** What a transport knows about time: how long a whole request may take to arrive, in milliseconds. */
export interface ExchangeLimits {
  readonly requestTimeout: number;
  /** Set when the caller waits for `100 Continue` before it sends the body. */
  readonly expectsContinue?: boolean;
}

/** A request of node:http. A class, for one is made per request and most of it is never asked for. */
export class NodeExchange implements Exchange {
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #limits: ExchangeLimits;
  #abort: AbortController | undefined;

  constructor(request: IncomingMessage, response: ServerResponse, limits: ExchangeLimits) {
    this.#request = request;
    this.#response = response;
    this.#limits = limits;
  }

  get method(): string {
    return this.#request.method!;
  }

  get target(): string {
    const url = this.#request.url!;
    return url.startsWith("/") ? url : toOriginForm(url);
  }

  get remoteAddress(): string | undefined {
    return this.#request.socket.remoteAddress;
  }

  header(name: string): string | undefined {
    const value = this.#request.headers[name];
    if (typeof value === "string") return value;
    // What every object has is no header: `__proto__`, `constructor`.
    return Array.isArray(value) ? value.join(", ") : undefined;
  }

  get signal(): AbortSignal {
    if (this.#abort !== undefined) return this.#abort.signal;
    const abort = (this.#abort = new AbortController());
    const response = this.#response;
    const leave = () => abort.abort(new DOMException("The caller has gone.", "AbortError"));
    if (response.destroyed) leave();
    else response.once("close", () => response.writableFinished || leave());
    return abort.signal;
  }

  readBody(limit: number, takeRoom?: TakeRoom): Promise<Uint8Array | BodyFailure> {
    const { "content-length": declared, "transfer-encoding": coding } = this.#request.headers;
    // RFC 9112 §6.3: a request that declares neither has no body.
    if (declared === undefined && coding === undefined) return Promise.resolve(new Uint8Array(0));
    if (declared !== undefined && Number(declared) > limit) {
      this.#refuseBody();
      return Promise.resolve("too_large");
    }
    if (this.#limits.expectsContinue === true) this.#askForBody();
    return this.#collect(limit, takeRoom);
  }

  #collect(limit: number, takeRoom?: TakeRoom): Promise<Uint8Array | BodyFailure> {
    const request = this.#request;
    return new Promise((resolve) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const onData = (chunk: Buffer) => {
        size += chunk.length;
        if (size > limit) settle("too_large");
        else if (takeRoom !== undefined && !takeRoom(chunk.length)) settle("no_room");
        else chunks.push(chunk);
      };
      const onEnd = () => settle(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size));
      const onGone = () => settle("aborted");
      const timer = setTimeout(() => settle("timeout"), this.#limits.requestTimeout).unref();
      const settle = (outcome: Uint8Array | BodyFailure) => {
        clearTimeout(timer);
        request.off("data", onData).off("end", onEnd).off("close", onGone);
        // RFC 9110 §15.5.9: whoever is too slow opens a new connection.
        if (outcome === "timeout" || outcome === "no_room") this.#response.shouldKeepAlive = false;
        if (typeof outcome === "string" && outcome !== "aborted") this.#refuseBody();
        resolve(outcome);
      };
      if (request.destroyed) return settle("aborted");
      request.on("data", onData).on("end", onEnd).on("close", onGone);
    });
  }

  #askForBody(): void {
    this.#response.shouldKeepAlive = true;
    this.#response.writeContinue();
  }

  /** Reads on for a while without keeping anything: to close at once would take the answer along. */
  #refuseBody(): void {
    if (this.#limits.expectsContinue === true && !this.#request.readableFlowing) return;
    const request = this.#request;
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > readInVain) request.destroy();
    });
  }
}

/** RFC 9112 §3.2.2: `GET http://host/path`, as a proxy is asked, means the path here too. */
function toOriginForm(target: string): string {
  const absolute = /^https?:\/\/[^/?#]*([^#]*)/i.exec(target);
  if (absolute === null) return target;
  const path = absolute[1]!;
  return path.startsWith("/") ? path : `/${path}`;
}
