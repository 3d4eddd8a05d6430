import { ServeryError } from "../../base/servery-error.ts";
import { identityNameOf } from "../../contract/built-in.ts";
import type { SessionState } from "../../contract/identity/shapes.ts";
import type { ActorKind } from "./actor-kinds.ts";
import type { Answer, Credential } from "./caller.ts";
import type { MatrixActor } from "./sample.ts";
import type { Stage } from "./stage.ts";

/** An actor, and what its requests prove themselves with. */
export interface Cast {
  readonly actor: MatrixActor;
  readonly credential: Credential;
}

/** Makes the rows of a user who is signed in. */
export type Prepare = (actor: MatrixActor<undefined>) => Promise<unknown>;

const longAgoMs = 10 * 366 * 86_400_000;

/** Makes an account and its credential as the kind says: by signing in, at the time that is right for it. */
export async function cast(stage: Stage, kind: ActorKind, prepare: Prepare): Promise<Cast> {
  const account = await createAccount(stage, kind);
  const { email, password } = account;
  let fresh: Credential | undefined;
  const ask = async (id: string, input: unknown) =>
    stage.ask(id, input, (fresh ??= await signIn(stage, email, password)));
  const call = async (id: string, input?: unknown) => {
    let answer = await ask(id, input);
    if (["unauthenticated", "fresh_sign_in_required"].includes(answer.outcome)) {
      // Some operation has ended all sessions of this user, or time has passed.
      fresh = undefined;
      answer = await ask(id, input);
    }
    if (answer.outcome !== "ok") throw notDone(`${kind.name} could not call ${id}`, answer);
    return answer.text === "" ? undefined : (JSON.parse(answer.text) as unknown);
  };
  const actor = { ...kind, ...account, call, rows: undefined };
  const rows = await prepare(actor);
  return { actor: { ...actor, rows }, credential: await toCredential(stage, actor) };
}

/** Signs the same actor in again; `undefined` where the account is not what it was any more. */
export async function castAgain(stage: Stage, { actor }: Cast): Promise<Cast | undefined> {
  if (actor.credential !== "session") return undefined;
  const credential = await toCredential(stage, actor).catch(() => undefined);
  const again = credential && { actor, credential };
  return again !== undefined && (await isAsCast(stage, again)) ? again : undefined;
}

/** Whether an actor is still who it was: operations end sessions, and change what they may do. */
export async function isAsCast(stage: Stage, { actor, credential }: Cast): Promise<boolean> {
  if (actor.credential !== "session" && actor.credential !== "key") return true;
  const answer = await stage.askIdentity("whoAmI", undefined, credential);
  if (answer.outcome !== "ok") return false;
  const { user, session } = JSON.parse(answer.text) as SessionState;
  if (user?.id !== actor.userId) return false;
  const holds = (held: readonly string[], wanted: readonly string[]) =>
    held.toSorted().join() === wanted.toSorted().join();
  const isStale = session !== null && session.freshUntil < stage.time;
  return (
    holds(user.roles, actor.roles) &&
    holds(user.plans, actor.plans) &&
    (actor.credential === "key" || isStale === actor.stale)
  );
}

let accounts = 0;

async function createAccount(
  { service }: Stage,
  { roles, plans }: Pick<ActorKind, "roles" | "plans">,
) {
  const email = `someone-${++accounts}@matrix.example`;
  const password = `correct horse ${crypto.randomUUID()}`;
  const { id: userId } = await service.accounts.create({
    email,
    password,
    roles: roles.map((name) => ({ kind: "role", name })),
    plans: plans.map((name) => ({ kind: "plan", name })),
  });
  return { email, password, userId };
}

async function toCredential(stage: Stage, actor: MatrixActor): Promise<Credential> {
  const { email, password, credential, stale, scopes } = actor;
  if (credential === "none") return {};
  if (credential === "key") return createKey(actor, stage, scopes);
  const ago = credential === "expired" ? longAgoMs : stale ? stage.freshMs + 1000 : 0;
  stage.time -= ago;
  const session = await signIn(stage, email, password).finally(() => (stage.time += ago));
  if (credential === "revoked") await stage.askIdentity("signOut", undefined, session);
  return session;
}

async function signIn(stage: Stage, email: string, password: string): Promise<Credential> {
  const answer = await stage.askIdentity("signIn", { email, password }, {});
  if (answer.outcome !== "ok") throw notDone("An actor could not sign in", answer);
  return { cookie: answer.cookies.join("; ") };
}

async function createKey(
  actor: MatrixActor,
  { service }: Stage,
  scopes: readonly string[],
): Promise<Credential> {
  const named = service.contract.list.find(
    ({ operation }) => identityNameOf(operation) === "apiKeys.create",
  );
  const made = await actor.call(named!.id, { name: "matrix", scopes });
  return { authorization: `Bearer ${(made as { key: string }).key}` };
}

/** Finds out for how long the sign-ins of a service are fresh. */
export async function learnFreshMs(stage: Stage): Promise<number> {
  const { email, password } = await createAccount(stage, { roles: [], plans: [] });
  const credential = await signIn(stage, email, password);
  const { text } = await stage.askIdentity("whoAmI", undefined, credential);
  const { session } = JSON.parse(text) as SessionState;
  return session!.freshUntil - stage.time;
}

function notDone(what: string, { status, outcome, text }: Answer): ServeryError {
  return new ServeryError(
    "matrix_not_set_up",
    `${what}, so the matrix cannot go on: ${status} ${outcome}. ${text.slice(0, 500)}`,
  );
}
