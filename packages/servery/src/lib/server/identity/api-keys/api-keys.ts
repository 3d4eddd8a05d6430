import type { apiKeyOperations } from "../../../contract/identity/api-keys.ts";
import { forgetCaller, type IdentityCore } from "../core.ts";
import type { BearerKind, IdentityFeature, IdentityHandler } from "../feature.ts";
import { userOf } from "../own-account.ts";
import { tellUser } from "../tell-user.ts";
import { addKey, apiKeyTables, findKey, listKeys, removeKey, touchKey } from "./key-rows.ts";
import { drawKey, formatKey, parseKey, toKeyPrefix } from "./key-text.ts";

type Operations = ReturnType<typeof apiKeyOperations>["apiKeys"];

const dayMs = 86_400_000;

/** Keys with scopes, with which third parties act for a user. */
export function createApiKeys(core: IdentityCore): IdentityFeature {
  const { name } = core.contract;
  return {
    systemTables: apiKeyTables,
    bearers: [createKeys(core)],
    handlers: {
      "apiKeys.create": createCreate(core),
      "apiKeys.list": createList(core),
      "apiKeys.revoke": createRevoke(core),
    },
    exported: (reads, userId) => ({ apiKeys: listKeys(reads, name, userId) }),
    // Whoever changes a password does not take their integrations down; one who had to reset it may
    // have had a stranger, who may have made a key.
    endCredentials(ledger, userId, why) {
      if (why === "password") return;
      ledger.run("DELETE FROM servery_api_keys WHERE user_id = ?", userId);
    },
  };
}

function createCreate({ platform, contract }: IdentityCore): IdentityHandler<Operations["create"]> {
  return ({ input, fail, now, visit, ledger }) => {
    const { userId } = userOf(visit);
    const drawn = drawKey((length) => platform.randomBytes(length));
    const { name, scopes, expiresInDays } = input;
    const createdAt = now();
    const expiresAt = expiresInDays === undefined ? null : createdAt + expiresInDays * dayMs;
    const hash = platform.sha256(drawn.secret);
    const key = { id: drawn.id, userId, name, hash, scopes, createdAt, expiresAt };
    if (!addKey(ledger, key)) throw fail("too_many_keys");
    tellUser(ledger, userId, { kind: "api_key_added", data: { name }, now: createdAt });
    return {
      id: drawn.id,
      name,
      prefix: toKeyPrefix(contract.name, drawn.id),
      scopes,
      createdAt,
      expiresAt,
      lastUsedAt: null,
      key: formatKey(contract.name, drawn),
    };
  };
}

function createList({ contract }: IdentityCore): IdentityHandler<Operations["list"]> {
  return ({ visit, system }) => ({
    items: listKeys(system, contract.name, userOf(visit).userId),
  });
}

function createRevoke(core: IdentityCore): IdentityHandler<Operations["revoke"]> {
  return ({ input, fail, visit, ledger }) => {
    const { userId } = userOf(visit);
    if (!removeKey(ledger, input.id, userId)) throw fail("not_found");
    forgetCaller(core, ledger, userId);
  };
}

/** `Authorization: Bearer shop_…`. A key never counts as fresh. */
function createKeys({ platform, contract }: IdentityCore): BearerKind {
  return {
    prefix: `${contract.name}_`,
    find(reads, text, now) {
      const given = parseKey(contract.name, text);
      const key = given && findKey(reads, given.id, platform.sha256(given.secret), now);
      if (key === undefined) return undefined;
      return {
        userId: key.userId,
        credential: "api_key",
        credentialId: key.id,
        scopes: key.scopes,
        authenticatedAt: 0,
        expiresAt: key.expiresAt ?? Infinity,
        idleMs: Infinity,
        // One that was never used is written down at its first use.
        lastUsedAt: key.lastUsedAt ?? 0,
        touch: (ledger, at) => touchKey(ledger, key.id, at),
      };
    },
  };
}
