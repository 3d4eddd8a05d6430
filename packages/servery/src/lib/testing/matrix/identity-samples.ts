import { identityNameOf } from "../../contract/built-in.ts";
import type { Contract } from "../../contract/contract.ts";
import { choicesOf } from "./actor-kinds.ts";
import type { MatrixActor, Sample, SampleOrReason } from "./sample.ts";

/** What the matrix calls identity's own operations with, by their ids in a contract. */
export function toIdentitySamples(contract: Contract): Readonly<Record<string, SampleOrReason>> {
  const idOf = new Map(
    contract.list.map(({ id, operation }) => [identityNameOf(operation) ?? "", id] as const),
  );
  const samples = createSamples((name) => idOf.get(name)!, contract);
  return Object.fromEntries(
    Object.entries(samples).flatMap(([name, sample]) => {
      const id = idOf.get(name);
      return id === undefined ? [] : [[id, sample]];
    }),
  );
}

type IdOf = (name: string) => string;

const newPassword = () => `battery staple ${crypto.randomUUID()}`;
const unnamed = { foreign: "none" } as const;
const orProof = ["ok", "proof_required"];
const orNotSetUp = ["ok", "not_set_up"];

function createSamples(idOf: IdOf, contract: Contract): Record<string, SampleOrReason> {
  return {
    ...signingIn,
    ...ownAccount(idOf),
    ...apiKeys(idOf, choicesOf(contract, "apiKeys.create", "scopes")),
    ...secondFactors,
    ...administration(choicesOf(contract, "users.setPlan", "plan")[0] ?? "none"),
  };
}

const signingIn: Record<string, SampleOrReason> = {
  signUp: {
    own: () => ({ email: `new-${crypto.randomUUID()}@matrix.example`, password: newPassword() }),
    foreign: (_actor, other) => ({ email: other.email, password: newPassword() }),
    expect: orProof,
    foreignExpect: orProof,
  },
  verifyEmail: {
    ...unnamed,
    own: () => ({ attempt: "none", code: "00000000" }),
    expect: "invalid_code",
  },
  // Guesses at somebody else's password would slow that account down, which others still need.
  signIn: { ...unnamed, own: ({ email, password }) => ({ email, password }) },
  signOut: "no rows",
  whoAmI: "no rows",
  refresh: { ...unnamed, own: () => ({ refreshToken: "none" }), expect: "session_ended" },
  requestPasswordReset: {
    own: ({ email }) => ({ email }),
    foreign: (_actor, other) => ({ email: other.email }),
    expect: orProof,
    foreignExpect: orProof,
  },
  resetPassword: {
    ...unnamed,
    own: () => ({ token: "none", newPassword: newPassword() }),
    expect: "invalid_token",
  },
  acceptInvitation: {
    ...unnamed,
    own: ({ email }) => ({ token: "none", email, password: newPassword() }),
    expect: "invalid_token",
  },
  "secondFactor.complete": {
    ...unnamed,
    own: () => ({ challenge: "none", code: "000000" }),
    expect: "invalid_code",
  },
  "passkeys.signInOptions": "no rows",
  "passkeys.signIn": {
    ...unnamed,
    own: () => ({ challenge: "none", response: {} }),
    expect: "passkey_rejected",
  },
  "social.start": { skip: "It asks the provider." },
  "social.finish": {
    ...unnamed,
    own: () => ({ flow: "none", url: "https://matrix.example/?state=none" }),
    expect: "sign_in_refused",
  },
};

function ownAccount(idOf: IdOf): Record<string, SampleOrReason> {
  const sessionsOf = async (actor: MatrixActor) =>
    ((await actor.call(idOf("sessions.list"))) as { items: { id: string }[] }).items;
  return {
    proveAgain: { ...unnamed, own: ({ password }) => ({ password }) },
    changePassword: {
      ...unnamed,
      own: ({ password }) => ({ currentPassword: password, newPassword: newPassword() }),
    },
    updateProfile: { ...unnamed, own: () => ({ name: "Somebody" }) },
    // Rows that must be kept may stand in the way, and so does being the last administrator.
    deleteAccount: {
      ...unnamed,
      own: () => undefined,
      expect: ["ok", "conflict", "last_administrator"],
    },
    exportData: "no rows",
    "sessions.list": "no rows",
    "sessions.revoke": {
      own: async (actor) => ({ id: (await sessionsOf(actor))[0]!.id }),
      foreign: async (_actor, other) => ({ id: (await sessionsOf(other))[0]!.id }),
    },
    "sessions.revokeOthers": "no rows",
    "social.list": "no rows",
    "social.unlink": strangeId,
    "passkeys.registrationOptions": "no rows",
    "passkeys.register": {
      ...unnamed,
      own: () => ({ challenge: "none", response: {}, name: "None" }),
      expect: "passkey_rejected",
    },
    "passkeys.list": "no rows",
    "passkeys.remove": strangeId,
  };
}

/** What belongs to nobody here: a link or a passkey takes somebody else to make. */
const strangeId: Sample = { ...unnamed, own: () => ({ id: "none" }), expect: "not_found" };

function apiKeys(idOf: IdOf, scopes: readonly string[]): Record<string, SampleOrReason> {
  const make = async (actor: MatrixActor) => {
    const input = { name: "matrix", scopes: scopes.slice(0, 1) };
    return { id: ((await actor.call(idOf("apiKeys.create"), input)) as { id: string }).id };
  };
  return {
    "apiKeys.create": {
      ...unnamed,
      own: () => ({ name: "matrix", scopes: scopes.slice(0, 1) }),
      expect: ["ok", "too_many_keys"],
    },
    "apiKeys.list": "no rows",
    "apiKeys.revoke": { own: make, foreign: (_actor, other) => make(other) },
  };
}

const secondFactors: Record<string, SampleOrReason> = {
  "secondFactor.state": "no rows",
  "secondFactor.begin": { ...unnamed, own: () => undefined, expect: ["ok", "already_set_up"] },
  "secondFactor.confirm": {
    ...unnamed,
    own: () => ({ code: "000000" }),
    expect: ["invalid_code", "not_set_up"],
  },
  "secondFactor.renewRecoveryCodes": { ...unnamed, own: () => undefined, expect: orNotSetUp },
  "secondFactor.remove": { ...unnamed, own: () => undefined, expect: orNotSetUp },
};

const lookUp: Sample = { ...unnamed, own: () => undefined, shows: "all" };

/** Whoever administers may do with others what they may do with themselves. */
const toOther = (input: (userId: string) => object): Sample => ({
  own: ({ userId }) => input(userId),
  foreign: (_actor, other) => input(other.userId),
  foreignExpect: "ok",
});

function administration(plan: string): Record<string, SampleOrReason> {
  return {
    "users.list": lookUp,
    "users.setRoles": {
      ...toOther((id) => ({ id, roles: [] })),
      own: ({ userId, roles }) => ({ id: userId, roles }),
    },
    "users.setPlan": toOther((id) => ({ id, plan, holds: false })),
    "users.setDisabled": toOther((id) => ({ id, disabled: false })),
    "users.invite": {
      ...unnamed,
      own: () => ({ email: `invited-${crypto.randomUUID()}@matrix.example`, roles: [] }),
    },
    "audit.list": lookUp,
    "securityEvents.list": lookUp,
  };
}
