import type { BoundedMap } from "../../base/bounded-map.ts";
import type { Deadlines } from "../../base/deadlines.ts";
import type { Contract } from "../../contract/contract.ts";
import type { Operation } from "../../contract/operation.ts";
import type { Reply } from "../../ports/exchange.ts";
import type { Log } from "../../ports/log.ts";
import type { Platform } from "../../ports/platform.ts";
import type { AnyData } from "../data/any-data.ts";
import type { Identity } from "../identity/identity.ts";
import type { SecurityEventBook } from "../identity/security-events.ts";
import type { Live } from "../live/live.ts";
import type { LiveSettings } from "../live/live-settings.ts";
import type { AuditTrail } from "./audit-trail.ts";
import type { Call } from "./call.ts";
import type { Captcha } from "./captcha.ts";
import type { ReadClientAddress } from "./client-address.ts";
import type { Cors } from "./cors.ts";
import type { Random } from "../handling/handler.ts";
import type { Limiter } from "./limiter.ts";
import type { ServiceLimits } from "./limits.ts";
import type { LiveStreams } from "./live/live-streams.ts";
import type { Egress } from "./egress/egress.ts";
import type { WatchBudget } from "./watch-budget.ts";
import type { Matcher } from "./match.ts";
import type { MaybePromise } from "../../base/maybe-promise.ts";
import type { Plan } from "./plan.ts";
import type { ProofOfWork } from "./proof-of-work.ts";
import type { BodyReceiver } from "./receive-body.ts";

/** A route that the service serves itself, beside its contract. */
export interface OwnRoute {
  readonly own: (engine: Engine, call: Call) => MaybePromise<Reply>;
}

/** Where a path leads. */
export type Destination = Plan | OwnRoute;

/** Where an address leads with `GET`. */
interface KeptRoute {
  readonly plan: Plan;
  readonly parameters: readonly string[];
  readonly query: string;
}

/** Everything that the stages of all calls share, made once when a service is made. */
export interface Engine {
  readonly contract: Contract;
  readonly platform: Platform;
  readonly mode: "dev" | "production";
  readonly limits: ServiceLimits;
  readonly log: Log;
  /** The same, but what is written to it is not looked through: for lines of nothing but the service's own words. */
  readonly plainLog: Log;
  readonly random: Random;
  readonly deadlines: Deadlines;
  readonly cors: Cors | undefined;
  readonly limiter: Limiter;
  readonly clientAddress: ReadClientAddress;
  readonly headers: BaseHeaders;
  readonly matcher: Matcher<Destination>;
  /** Where the addresses of answers lead that were kept, so that they need not be matched again. */
  readonly keptRoutes: BoundedMap<string, KeptRoute>;
  readonly plans: ReadonlyMap<string, Plan>;
  readonly planOf: ReadonlyMap<Operation, Plan>;
  /** Set when the service opens; `undefined` for one that keeps nothing: no tables, and queries only. */
  data: AnyData | undefined;
  /** Set with `data`. */
  live: Live | undefined;
  /** How results are kept and watched. */
  readonly liveSettings: LiveSettings;
  /** Accounts and credentials, where the contract has them. */
  readonly identity: Identity | undefined;
  readonly securityEvents: SecurityEventBook;
  /** Looks for secrets in all that leaves. */
  readonly egress: Egress;
  readonly audit: AuditTrail;
  readonly proofs: ProofOfWork;
  readonly captcha: Captcha | undefined;
  /** Idempotency scopes that this process works on, with their fingerprints. */
  readonly inFlight: Map<string, string>;
  readonly state: EngineState;
  readonly bodies: BodyReceiver;
  readonly streams: LiveStreams;
  readonly watchBudget: WatchBudget;
  now(): number;
  nextRequestId(): string;
}

/** The changing part. */
interface EngineState {
  phase: "new" | "open" | "closing";
  active: number;
  /** Called when the last active call has ended. */
  whenIdle: (() => void) | undefined;
}

/** Headers that are known before any request, to be copied. */
export interface BaseHeaders {
  /** Of every answer. */
  readonly base: Readonly<Record<string, string>>;
  /** Of an answer without a body. */
  readonly empty: Readonly<Record<string, string>>;
  readonly problem: Readonly<Record<string, string>>;
}
