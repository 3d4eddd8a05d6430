import type { MaybePromise } from "../base/maybe-promise.ts";
import { ServeryError } from "../base/servery-error.ts";
import { type DeclaredSecret, declareSecrets } from "../boundary/secrets/open-secrets.ts";
import type { Contract } from "../contract/contract.ts";
import type { OperationTree } from "../contract/operation-tree.ts";
import type { Exchange, Reply } from "../ports/exchange.ts";
import type { LinkOptions, LinkWatcher } from "../ports/link.ts";
import type { Platform } from "../ports/platform.ts";
import { createParts } from "./create-parts.ts";
import type { Data, DataStatus, Db } from "./data/data.ts";
import type { Tables } from "./data/table.ts";
import type { ServiceAccounts } from "./identity/accounts.ts";
import type { Identity } from "./identity/identity.ts";
import type { Explanation } from "./live/explanation.ts";
import type { LiveStatus } from "./live/live.ts";
import type { Opening } from "./opening.ts";
import { callInProcess } from "./pipeline/call-in-process.ts";
import type { Engine } from "./pipeline/engine.ts";
import { explainQuery, findPrincipal } from "./pipeline/explain-query.ts";
import type { NoTables } from "./handling/handler.ts";
import type { ServiceLimits } from "./pipeline/limits.ts";
import { answer } from "./pipeline/pipeline.ts";
import { watchInProcess } from "./pipeline/watch-in-process.ts";
import type { Runtime } from "./runtime.ts";
import type { ServiceClock, ServiceOptions, ServiceSettings } from "./service-options.ts";

/** How a service is doing. */
export interface ServiceStatus {
  /** `new` until it is ready, `closing` once it was told to close. */
  readonly phase: "new" | "open" | "closing";
  /** Requests at work. */
  readonly active: number;
  readonly data: DataStatus | undefined;
  readonly live: LiveStatus | undefined;
}

/** Whom a query is explained for. */
export interface ExplainOptions {
  /** A user's id, or address. Default: nobody. */
  readonly user?: string | undefined;
}

/** A contract's implementation, ready to be served, called in process, or asked as a web handler. */
export interface Service<
  Tree extends OperationTree = OperationTree,
  // `any`: tables stand in both directions in a script's `db`, so no other type holds all services.
  // oxlint-disable-next-line typescript/no-explicit-any
  T extends Tables = any,
> {
  readonly contract: Contract<Tree>;
  readonly tables: Tables;
  readonly mode: "dev" | "production";
  readonly limits: ServiceLimits;
  /** Its secrets by the names of their variables, and which it can do without: for tools. */
  readonly secrets: readonly DeclaredSecret[];
  /** The functions that it was given for its operations, nested as those are: for tools that read them. */
  readonly handlers: object;
  /**
   * Opens the database and brings its schema up to date. Once; later calls answer the same.
   * @throws ServeryError `service_closed` once it was closed without having been opened.
   */
  ready(): Promise<void>;
  /**
   * Answers one exchange of a transport: at once, where nothing has to be waited for. Neither throws nor rejects. Opens the
   * service when it is not open.
   */
  handle(exchange: Exchange): MaybePromise<Reply>;
  /** Answers a web request: the handler of `fetch` runtimes. Bound, so it can be passed on. */
  fetch(this: void, request: Request): Promise<Response>;
  /**
   * Calls an operation in this process, through the same stages; what a client's `link` uses.
   * @throws ProblemError for every problem.
   */
  call(id: string, input: unknown, options?: LinkOptions): Promise<unknown>;
  /** Watches a query in this process; what a client's `link` uses. What it returns ends the watch. */
  watch(
    id: string,
    input: unknown,
    watcher: LinkWatcher,
    options?: Pick<LinkOptions, "headers" | "snapshot">,
  ): () => void;
  /**
   * Says why a query answers as it does: its SQL, the rows that its result rests on, what it asks of its caller,
   * whether it is kept, and what has made it run again. For tools: it shows rows' values.
   * @throws ServeryError `unknown_operation`, `not_explainable`, `no_account`; ProblemError for an input that is
   *   not valid.
   */
  explain(id: string, input?: unknown, options?: ExplainOptions): Promise<Explanation>;
  /**
   * Reads one snapshot outside of any operation: for scripts, seeds and tests. No row policy holds; in
   * SQL written by hand, name a table that has one with its schema: `main.orders`.
   */
  read<R>(run: (db: Db<T>) => Promise<R>): Promise<R>;
  /** One transaction outside of any operation, as `read`. */
  write<R>(run: (db: Db<T>) => Promise<R>): Promise<R>;
  /**
   * Its accounts, outside of any operation, as `read`.
   * @throws ServeryError `no_identity` where the contract has none.
   */
  readonly accounts: ServiceAccounts;
  /** The same service with other settings: a copy, that is not open. */
  with(settings: ServiceSettings): Service<Tree, T>;
  /** Refuses what is new, finishes what is at work, then closes the database. */
  close(): Promise<void>;
  status(): ServiceStatus;
}

/**
 * Makes a service on a runtime; the adapters bind it to theirs. `givenIdentity` tells its callers apart in
 * the place of the one that the contract declares.
 * @throws ServeryError `invalid_handlers`, `identity_missing`, `invalid_limits`, `invalid_cors`,
 *   `invalid_identity`, `no_mailer`, `invalid_mail_from`.
 */
export function createServiceOn<Tree extends OperationTree, T extends Tables = NoTables>(
  given: Runtime,
  contract: Contract<Tree>,
  options: ServiceOptions<Tree, T>,
  givenIdentity?: Identity,
): Service<Tree, T> {
  const runtime = withClock(given, options.clock);
  const { engine, opening, tables } = createParts(runtime, contract, options, givenIdentity);
  const { identity, mode } = engine;
  const handle = (exchange: Exchange) => handleWhenOpen(engine, opening, exchange);
  const openDatabase = async (): Promise<Data<T>> => {
    await opening.open();
    if (engine.data === undefined) throw withoutDatabase(contract);
    return engine.data;
  };
  return {
    contract,
    tables,
    mode,
    get accounts() {
      if (identity?.accounts === undefined) throw withoutIdentity(contract);
      return identity.accounts.forScripts(opening.open);
    },
    limits: engine.limits,
    secrets: declareSecrets(options.secrets ?? []),
    handlers: options.handlers,
    ready: opening.open,
    handle,
    fetch: runtime.toFetch(handle, engine.limits),
    async call(id, input, callOptions = {}) {
      const plan = engine.plans.get(id);
      if (plan === undefined) throw unknownOperation(contract, id);
      if (engine.state.phase === "new") await opening.open();
      return callInProcess(engine, plan, input, callOptions);
    },
    watch(id, input, watcher, watchOptions = {}) {
      const plan = engine.plans.get(id);
      if (plan === undefined) throw unknownOperation(contract, id);
      return watchInProcess(engine, opening.open(), { plan, input }, watcher, watchOptions);
    },
    async explain(id, input, { user } = {}) {
      const plan = engine.plans.get(id);
      if (plan === undefined) throw unknownOperation(contract, id);
      await opening.open();
      return explainQuery(engine, engine.live!, plan, input, findPrincipal(engine, user));
    },
    read: async (run) =>
      (await openDatabase()).read(run, { operation: "service.read", unrestricted: true }),
    write: async (run) =>
      (await openDatabase()).write({ operation: "service.write", unrestricted: true, run }),
    with: (settings) =>
      createServiceOn(given, contract, mergeSettings(options, settings), givenIdentity),
    close: opening.close,
    status: () => ({
      phase: engine.state.phase,
      active: engine.state.active,
      data: engine.data?.status(),
      live: engine.live?.status(),
    }),
  };
}

/** A runtime whose time is told by somebody else. */
function withClock(runtime: Runtime, clock: ServiceClock | undefined): Runtime {
  if (clock === undefined) return runtime;
  const { now, monotonic } = clock;
  const told = { now: { value: now }, ...(monotonic && { monotonic: { value: monotonic } }) };
  // What the platform makes when it is asked for, is not to be asked for here.
  const platform = Object.create(runtime.platform, told) as Platform;
  return { ...runtime, platform };
}

/** Of an identity, what is not said again stays: its hooks and its providers. */
function mergeSettings<O extends ServiceSettings>(options: O, settings: ServiceSettings): O {
  const identity = settings.identity && { ...options.identity, ...settings.identity };
  return { ...options, ...settings, ...(identity && { identity }) };
}

function handleWhenOpen(engine: Engine, opening: Opening, exchange: Exchange): MaybePromise<Reply> {
  if (engine.state.phase !== "new") return answer(engine, exchange);
  // What cannot be opened answers that it is not open.
  const opened = opening.open().catch(() => undefined);
  return opened.then(() => answer(engine, exchange));
}

function withoutIdentity({ name }: Contract): ServeryError {
  return new ServeryError(
    "no_identity",
    `The contract "${name}" has no accounts. Add \`...identity()\` to its operations.`,
  );
}

function withoutDatabase({ name }: Contract): ServeryError {
  return new ServeryError(
    "no_database",
    `The service "${name}" has no tables, so there is nothing to read or write. Give it tables.`,
  );
}

function unknownOperation({ name }: Contract, id: string): ServeryError {
  return new ServeryError("unknown_operation", `The contract "${name}" has no operation "${id}".`);
}
