import { ServeryError } from "../../base/servery-error.ts";
import type { Plan, Role } from "../../contract/access.ts";
import type { Account } from "../../contract/identity/shapes.ts";
import type { Ledger } from "../data/data.ts";
import { findUser, readAccount, readUser } from "./account.ts";
import { type AnyData, forgetCaller, type IdentityCore } from "./core.ts";
import { createAccount } from "./create-account.ts";
import { toEmailKey } from "./email.ts";
import { addGrant, removeGrant } from "./grants.ts";
import { findWeakness } from "./password-rules.ts";

/** What a handler does with accounts, in its own transaction. */
export interface GrantBook {
  /** Gives a role, or a plan until a time in epoch milliseconds. It holds from the commit on. */
  grant(userId: string, what: Role | Plan, options?: GrantOptions): void;
  /** Takes a role or a plan. It no longer holds from the commit on. */
  revoke(userId: string, what: Role | Plan): void;
}

export interface GrantOptions {
  /** When a plan ends, in epoch milliseconds. Default: it does not. */
  readonly until?: number | null;
}

export interface NewAccountOptions {
  readonly email: string;
  /** Held to the same rules as everybody's. Without one, the user asks for a reset. */
  readonly password?: string;
  readonly name?: string;
  readonly roles?: readonly Role[];
  readonly plans?: readonly Plan[];
}

/** Accounts for scripts, seeds, tests and the command line: each call is a transaction of its own. */
export interface ServiceAccounts {
  /**
   * Makes an account whose address counts as proved.
   * @throws ServeryError `account_exists`, `weak_password`.
   */
  create(account: NewAccountOptions): Promise<{ readonly id: string }>;
  find(email: string): Promise<Account | undefined>;
  /** @throws ServeryError `no_account`. */
  grant(userId: string, what: Role | Plan, options?: GrantOptions): Promise<void>;
  /** @throws ServeryError `no_account`. */
  revoke(userId: string, what: Role | Plan): Promise<void>;
}

/** As the service has it. */
export interface AccountBook {
  open(data: AnyData): void;
  /** For handlers: in their transaction. */
  inTransaction(this: void, ledger: Ledger): GrantBook;
  /** For scripts. `open` opens the service where it is not. */
  forScripts(open: () => Promise<unknown>): ServiceAccounts;
}

/** Makes the accounts of an identity. */
export function createAccountBook(core: IdentityCore): AccountBook {
  let data: AnyData | undefined;
  const inTransaction = (ledger: Ledger): GrantBook => ({
    grant(userId, what, options) {
      assertUser(ledger, userId);
      addGrant(ledger, userId, what, { now: core.platform.now(), until: options?.until });
      forgetCaller(core, ledger, userId);
    },
    revoke(userId, what) {
      assertUser(ledger, userId);
      removeGrant(ledger, userId, what);
      forgetCaller(core, ledger, userId);
    },
  });
  return {
    open: (opened) => void (data = opened),
    inTransaction,
    forScripts(open) {
      const write = async <R>(operation: string, run: (ledger: Ledger) => R): Promise<R> => {
        await open();
        return data!.write({ operation, run: async (_db, ledger) => run(ledger) });
      };
      return {
        create: (account) => create(core, account, (run) => write("accounts.create", run)),
        async find(email) {
          await open();
          const user = findUser(data!.system, toEmailKey(email));
          return user && readAccount(data!.system, user.id, core.platform.now());
        },
        grant: (userId, what, options) =>
          write("accounts.grant", (ledger) => inTransaction(ledger).grant(userId, what, options)),
        revoke: (userId, what) =>
          write("accounts.revoke", (ledger) => inTransaction(ledger).revoke(userId, what)),
      };
    },
  };
}

async function create(
  core: IdentityCore,
  account: NewAccountOptions,
  write: <R>(run: (ledger: Ledger) => R) => Promise<R>,
): Promise<{ id: string }> {
  const { email, password, name = null, roles = [], plans = [] } = account;
  const phc = password === undefined ? undefined : await hashStrong(core, password, account);
  return write((ledger) => {
    const now = core.platform.now();
    const id = createAccount(ledger, { email, name, phc, now });
    if (id === undefined)
      throw new ServeryError("account_exists", `There is an account for ${email} already.`);
    for (const grant of [...roles, ...plans]) addGrant(ledger, id, grant, { now });
    return { id };
  });
}

async function hashStrong(
  core: IdentityCore,
  password: string,
  { email, name }: NewAccountOptions,
): Promise<string> {
  const rules = { minLength: core.settings.minLength, service: core.contract.name };
  const weakness = await findWeakness(password, rules, { email, name });
  if (weakness === undefined) return core.passwords.hash(password);
  throw new ServeryError("weak_password", `The password cannot be used: ${reasons[weakness]}.`);
}

const reasons = {
  too_short: "it is too short",
  common: "it is one of those that are tried first",
  like_account: "it is made of the account's own words",
} as const;

function assertUser(ledger: Ledger, userId: string): void {
  if (readUser(ledger, userId) !== undefined) return;
  throw new ServeryError(
    "no_account",
    `There is no account with the id ${JSON.stringify(userId)}.`,
  );
}
