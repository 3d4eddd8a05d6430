import type { Operation } from "../../contract/operation.ts";
import type { Exchange } from "../../ports/exchange.ts";
import { idempotencyKeyHeader } from "../../protocol/headers.ts";
import { idempotencyKeyMaxLength, parseIdempotencyKey } from "../../protocol/idempotency-key.ts";
import type { Principal } from "../handling/principal.ts";
import { refuse } from "../handling/refusal.ts";

const fewestCharacters = 22;
const fewestHexDigits = 32;
const fewestDifferent = 8;

/**
 * Reads and judges the `Idempotency-Key` of a mutation or an action.
 *
 * The outcomes of anonymous callers share one scope, so there the key is what keeps strangers from
 * one another's outcomes. And of a sensitive input the key is what keeps the stored fingerprint from
 * telling which password it was made of, whoever calls. In both cases it must have room for 128 random
 * bits. Measured as at least 32 digits when it is hexadecimal (a UUID is; hyphens do not count), else
 * at least 22 characters; and at least 8 of them different.
 */
export function readIdempotencyKey(
  exchange: Exchange,
  principal: Principal,
  operation: Operation,
): string | undefined {
  const header = exchange.header(idempotencyKeyHeader);
  if (header === undefined) return undefined;
  const key = parseIdempotencyKey(header);
  if (key === undefined)
    throw refuse(
      "malformed_request",
      `The Idempotency-Key must be a quoted string of 1 to ${idempotencyKeyMaxLength} characters, such as "3f0c6e1a-8a53-4e0e-9a0e-6f2f6b6f1d20".`,
    );
  const whose =
    principal.kind === "anonymous"
      ? "a caller who is not signed in"
      : isSensitive(operation)
        ? "a sensitive operation"
        : undefined;
  if (whose !== undefined && !hasRoomFor128Bits(key))
    throw refuse(
      "malformed_request",
      `The Idempotency-Key of ${whose} must be unguessable: send a random UUID, or at least 22 random letters and digits.`,
    );
  return key;
}

function isSensitive({ sensitive }: Operation): boolean {
  return typeof sensitive === "boolean" ? sensitive : sensitive.length > 0;
}

/** Whether a key is long and varied enough to hold 128 random bits. Nothing tells whether it does. */
function hasRoomFor128Bits(key: string): boolean {
  const bare = key.replaceAll("-", "").toLowerCase();
  if (new Set(bare).size < fewestDifferent) return false;
  return bare.length >= (/^[0-9a-f]*$/.test(bare) ? fewestHexDigits : fewestCharacters);
}
