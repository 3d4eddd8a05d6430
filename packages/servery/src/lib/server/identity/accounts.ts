import { ServeryError } from "../../base/servery-error.ts";
import type { Plan, Role } from "../../contract/access.ts";
import type { Account } from "../../contract/identity/shapes.ts";
import type { Ledger } from "../data/data.ts";
import type { GrantBook, GrantOptions } from "../handling/grant-book.ts";
import { findUser, readAccount, readUser } from "./account.ts";
import type { AnyData } from "../data/any-data.ts";
import { forgetCaller, type IdentityCore } from "./core.ts";
import { createAccount, hashForScript } from "./create-account.ts";
import { toEmailKey } from "./email.ts";
import { disable } from "./end-credentials.ts";
import { addGrant, removeGrant } from "./grants.ts";
import { createInvitation } from "./invitations.ts";

/** An account that a script makes. */
export interface NewAccountOptions {
  readonly email: string;
  /** Held to the same rules as everybody's. Without one, the user asks for a reset. */
  readonly password?: string;
  readonly name?: string;
  readonly roles?: readonly Role[];
  readonly plans?: readonly Plan[];
}

/** An invitation that a script makes. */
export interface InvitationOptions {
  /** The only address that may accept it. Default: whoever has the link. */
  readonly email?: string;
  readonly roles?: readonly Role[];
}

/** A link for one use. */
export interface InvitationLink {
  readonly link: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** Accounts for scripts, seeds, tests and the command line: each call is a transaction of its own. */
export interface ServiceAccounts {
  /**
   * Makes an account whose address counts as proved.
   * @throws ServeryError `account_exists`, `weak_password`.
   */
  create(account: NewAccountOptions): Promise<{ readonly id: string }>;
  /** Makes a link to a new account, valid for seven days. It is not mailed. */
  invite(invitation?: InvitationOptions): Promise<InvitationLink>;
  find(email: string): Promise<Account | undefined>;
  /** @throws ServeryError `no_account`. */
  grant(userId: string, what: Role | Plan, options?: GrantOptions): Promise<void>;
  /** @throws ServeryError `no_account`. */
  revoke(userId: string, what: Role | Plan): Promise<void>;
  /**
   * Disables an account, which ends its sessions and keys at once, or enables it.
   * @throws ServeryError `no_account`.
   */
  setDisabled(userId: string, disabled: boolean): Promise<void>;
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
  return {
    open: (opened) => void (data = opened),
    inTransaction: (ledger) => createGrantBook(core, ledger),
    forScripts: (open) =>
      createServiceAccounts(core, async () => {
        await open();
        return data!;
      }),
  };
}

function createGrantBook(core: IdentityCore, ledger: Ledger): GrantBook {
  return {
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
  };
}

function createServiceAccounts(core: IdentityCore, open: () => Promise<AnyData>): ServiceAccounts {
  const { platform, mail } = core;
  const write = async <R>(name: keyof ServiceAccounts, run: (ledger: Ledger) => R): Promise<R> => {
    const data = await open();
    return data.write({
      operation: `service.accounts.${name}`,
      run: async (_db, ledger) => run(ledger),
    });
  };
  return {
    async create(account) {
      const phc = await hashForScript(core, account);
      return write("create", (ledger) => insert(ledger, account, phc, platform.now()));
    },
    async invite({ email, roles = [] } = {}) {
      const invitation = { email, roles: roles.map(({ name }) => name) };
      const { token, expiresAt } = await write("invite", (ledger) =>
        createInvitation(core, ledger, invitation, platform.now()),
      );
      return { link: mail.link("invitation", token)!, expiresAt };
    },
    async find(email) {
      const { system } = await open();
      const user = findUser(system, toEmailKey(email));
      return user && readAccount(system, user.id, platform.now());
    },
    grant: (userId, what, options) =>
      write("grant", (ledger) => createGrantBook(core, ledger).grant(userId, what, options)),
    revoke: (userId, what) =>
      write("revoke", (ledger) => createGrantBook(core, ledger).revoke(userId, what)),
    setDisabled: (userId, disabled) =>
      write("setDisabled", (ledger) => {
        assertUser(ledger, userId);
        disable(core, ledger, userId, disabled ? platform.now() : null);
      }),
  };
}

function insert(
  ledger: Ledger,
  { email, name, roles = [], plans = [] }: NewAccountOptions,
  phc: string | undefined,
  now: number,
): { readonly id: string } {
  const id = createAccount(ledger, { email, name: name ?? null, phc, now });
  if (id === undefined)
    throw new ServeryError("account_exists", `There is an account for ${email} already.`);
  for (const grant of [...roles, ...plans]) addGrant(ledger, id, grant, { now });
  return { id };
}

function assertUser(ledger: Ledger, userId: string): void {
  if (readUser(ledger, userId) !== undefined) return;
  throw new ServeryError(
    "no_account",
    `There is no account with the id ${JSON.stringify(userId)}.`,
  );
}
