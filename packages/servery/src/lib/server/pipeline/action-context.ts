import type { Operation } from "../../contract/operation.ts";
import type { Ledger } from "../data/data.ts";
import type { GrantBook } from "../handling/grant-book.ts";
import { toRowCaller } from "../handling/principal.ts";
import type { AuditLine } from "./audit-trail.ts";
import type { Call } from "./call.ts";
import { callInside } from "./call-inside.ts";
import { CallContext, openAccounts } from "./context.ts";
import type { Engine } from "./engine.ts";
import { withoutOutsideCalls } from "./invoke.ts";
import type { Plan } from "./plan.ts";

type Run = (db: unknown) => Promise<unknown>;
type Write = (db: unknown, accounts: GrantBook) => Promise<unknown>;

/**
 * Makes what the handler of an action gets: no `db`, but short reads and writes of its own, calls of
 * the contract's other operations, and the outside world. Each of its writes has a line of its own in
 * the audit trail; `line` is that of the action as a whole.
 */
export function createActionContext(
  engine: Engine,
  call: Call,
  plan: Plan,
  input: unknown,
  { expired, line }: { readonly expired: AbortSignal; readonly line: AuditLine },
): object {
  const base = new CallContext(engine, call, plan, input, undefined);
  const { data, limits } = engine;
  const caller = toRowCaller(call.principal);
  const guarded = (run: Run): Run =>
    engine.mode === "dev" ? (db) => withoutOutsideCalls(engine, plan, () => run(db)) : run;
  let signal: AbortSignal | undefined;
  const toSignal = () => (signal ??= AbortSignal.any([call.exchange.signal, expired]));
  return {
    input,
    fail: plan.fail,
    user: base.user,
    visit: base.visit,
    now: base.now,
    random: engine.random,
    headers: base.headers,
    requestId: call.requestId,
    operation: plan.id,
    get log() {
      return base.log;
    },
    get signal() {
      return toSignal();
    },
    get system() {
      return base.system;
    },
    read: (run: Run) =>
      data!.read(guarded(run), {
        ...plan.readOptions,
        caller,
        onUnrestricted: line.onUnrestricted,
      }),
    transact: (run: (ledger: Ledger) => unknown) =>
      data!.write({
        operation: plan.id,
        run: async (_db, ledger) => run(ledger),
        ledger: (ledger, outcome) => line.write(ledger, outcome.ok ? "written" : outcome),
      }),
    write(run: Write) {
      const ownLine = engine.audit.begin(call, plan);
      return data!.write({
        operation: plan.id,
        timeoutMs: limits.mutationTimeoutMs,
        caller,
        onUnrestricted: ownLine.onUnrestricted,
        run: (db, ledger) => guarded(() => run(db, openAccounts(engine, ledger)))(db),
        ledger: (ledger, outcome) => ownLine.write(ledger, outcome.ok ? "written" : outcome),
      });
    },
    call: (operation: Operation, given: unknown) => callInside(engine, call, operation, given),
    fetch: (resource: string | URL | Request, init?: RequestInit) =>
      fetch(resource, { signal: toSignal(), ...init }),
  };
}
