import { ServeryError } from "../../base/servery-error.ts";
import { identityNameOf } from "../../contract/built-in.ts";
import type { NamedOperation } from "../../contract/operation-tree.ts";
import { silentLog } from "../../ports/log.ts";
import { createOutbox } from "../../server/identity/mail/outbox.ts";
import type { Service } from "../../server/service.ts";
import { type Answer, type Credential, send } from "./caller.ts";

/** A copy of a service on a database of its own, at a time that the matrix says. */
export interface Stage {
  readonly service: Service;
  /** Epoch milliseconds; what follows happens then. */
  time: number;
  /** For how long a sign-in of this service counts as fresh, in milliseconds. */
  freshMs: number;
  ask(id: string, input: unknown, credential: Credential): Promise<Answer>;
  /** The same by an operation's name in the identity: `sessions.list`. */
  askIdentity(name: string, input: unknown, credential: Credential): Promise<Answer>;
  has(name: string): boolean;
}

/** After so long, every limit of minutes lets through again. */
const limitMs = 120_000;

/**
 * Opens a service for the matrix: nothing that it does is kept or sent.
 * @throws ServeryError `no_identity` where a contract has no accounts to call with.
 */
export async function openStage(given: Service): Promise<Stage> {
  const start = Date.now();
  let skipped = 0;
  const service: Service = given.with({
    database: ":temporary:",
    mode: "dev",
    log: silentLog,
    rate: false,
    // A machine that is busy with other tests is no reason to refuse.
    limits: { ...given.limits, eventLoopLagMs: 600_000 },
    trustedProxies: 1,
    clock: { now: () => stage.time, monotonic: () => performance.now() + skipped },
    identity: { mailer: createOutbox() },
  });
  const { list } = service.contract;
  const byId = new Map(list.map((named) => [named.id, named]));
  const byName = new Map(list.map((named) => [identityNameOf(named.operation) ?? "", named]));
  const ask = async (named: NamedOperation, input: unknown, credential: Credential) => {
    const answer = await send(service, named, input, credential);
    if (answer.outcome !== "too_many_requests") return answer;
    // The matrix asks faster than anybody should; whoever is no longer fresh by then is replaced.
    stage.time += limitMs;
    skipped += limitMs;
    return send(service, named, input, credential);
  };
  const stage: Stage = {
    service,
    time: start,
    freshMs: 0,
    ask: (id, input, credential) => ask(findIn(byId, id), input, credential),
    askIdentity: (name, input, credential) => ask(findIn(byName, name), input, credential),
    has: (name) => byName.has(name),
  };
  if (!byName.has("signIn")) throw withoutIdentity(service.contract.name);
  await service.ready();
  return stage;
}

function findIn(operations: ReadonlyMap<string, NamedOperation>, name: string): NamedOperation {
  const found = operations.get(name);
  if (found !== undefined) return found;
  throw new ServeryError(
    "unknown_operation",
    `The matrix calls "${name}", which is no operation of the contract. They are: ${[...operations.keys()].join(", ")}.`,
  );
}

function withoutIdentity(name: string): ServeryError {
  return new ServeryError(
    "no_identity",
    `The contract "${name}" has no accounts, so there is nobody to tell apart. Add \`...identity()\` to its operations.`,
  );
}
