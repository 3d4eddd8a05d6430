import type { BodyFailure, Exchange } from "../../ports/exchange.ts";
import { parseJson } from "./parse-json.ts";
import type { BodyReceiver } from "./receive-body.ts";
import { refuse } from "../handling/refusal.ts";

/** What a request without a body carries. */
export const noBody: unique symbol = Symbol("no body");

/** What the reading of bodies is bound to. */
export interface BodyLimits {
  readonly bodyBytes: number;
  readonly jsonDepth: number;
}

// Each run of blanks stands before something that is none, or a long one would be tried in every split.
const jsonType = /^application\/json\s*(?:;\s*(?:charset\s*=\s*"?utf-8"?\s*(?:;\s*)?)?)?$/i;
const onlyIdentity = { headers: { "accept-encoding": "identity" } };

/** Reads a JSON body, or {@link noBody}. Refuses by header what it can, before a byte is read. */
export async function readJsonBody(
  exchange: Exchange,
  limits: BodyLimits,
  bodies: Pick<BodyReceiver, "receive">,
): Promise<unknown> {
  const type = exchange.header("content-type");
  if (type !== undefined) assertJson(type);
  assertPlain(exchange.header("content-encoding"));
  if (Number(exchange.header("content-length") ?? 0) > limits.bodyBytes) throw tooLarge(limits);
  const body = await bodies.receive(exchange);
  if (typeof body === "string") throw toRefusal(body, limits);
  if (body.byteLength === 0) return noBody;
  if (type === undefined) assertJson("no type at all");
  return parseJson(body, limits.jsonDepth);
}

function assertJson(type: string): void {
  if (type === "application/json" || jsonType.test(type)) return;
  throw refuse(
    "unsupported_media_type",
    `The body must be "application/json" in UTF-8, not "${type.slice(0, 100)}".`,
  );
}

function assertPlain(encoding: string | undefined): void {
  if (encoding === undefined || encoding === "" || encoding.toLowerCase() === "identity") return;
  throw refuse(
    "unsupported_media_type",
    `A body with the encoding "${encoding.slice(0, 100)}" is not accepted: send it uncompressed.`,
    onlyIdentity,
  );
}

function toRefusal(failure: BodyFailure, limits: BodyLimits): Error {
  if (failure === "too_large") return tooLarge(limits);
  if (failure === "no_room")
    return refuse("overloaded", "Too much is being sent at once. Send the request again later.", {
      headers: { "retry-after": "1" },
    });
  if (failure === "timeout") return refuse("request_timeout", "The body did not arrive in time.");
  return refuse("malformed_request", "The body ended before it was complete.");
}

function tooLarge({ bodyBytes }: BodyLimits): Error {
  return refuse("body_too_large", `The body may have at most ${bodyBytes} bytes.`);
}
