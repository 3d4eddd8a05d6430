import { createBoundedMap } from "../../base/bounded-map.ts";
import { createDeadlines } from "../../base/deadlines.ts";
import type { Contract } from "../../contract/contract.ts";
import type { Limit } from "../../contract/limit.ts";
import type { Log } from "../../ports/log.ts";
import type { Platform } from "../../ports/platform.ts";
import { problemMediaType } from "../../protocol/problem-details.ts";
import type { Identity } from "../identity/identity.ts";
import type { SecurityEventBook } from "../identity/security-events.ts";
import { type LiveSettings, toLiveSettings } from "../live/live-settings.ts";
import { type AuditSettings, createAuditTrail } from "./audit-trail.ts";
import type { Captcha } from "./captcha.ts";
import { createClientAddresses } from "./client-address.ts";
import { type Cors, type CorsOptions, createCors } from "./cors.ts";
import type { Egress } from "./egress/egress.ts";
import type { BaseHeaders, Destination, Engine } from "./engine.ts";
import { createLimiter } from "./limiter.ts";
import { type ServiceLimits, toLimits } from "./limits.ts";
import { createLiveStreams } from "./live/live-streams.ts";
import { compileMatcher, type Route } from "./match.ts";
import { createOwnRoutes } from "./own-routes.ts";
import { compilePlan, type Plan, type UntypedHandler } from "./plan.ts";
import { createProofOfWork } from "./proof-of-work.ts";
import { createRandom } from "../handling/random.ts";
import { createBodyReceiver } from "./receive-body.ts";
import { createRequestIds } from "./request-id.ts";
import { assertCaptcha } from "./spam.ts";
import { createStorms } from "./storms.ts";
import { createWatchBudget } from "./watch-budget.ts";
import { type SecurityOptions, toSecurityHeaders } from "./security-headers.ts";

/** Addresses of kept answers of which it is remembered where they lead. */
const rememberedRoutes = 10_000;

/** What the pipeline of a service is made of. */
export interface EngineOptions {
  readonly mode: "dev" | "production";
  readonly log: Log;
  readonly plainLog: Log;
  readonly limits: Partial<ServiceLimits> | undefined;
  readonly cors: CorsOptions | undefined;
  readonly security: SecurityOptions | undefined;
  readonly identity: Identity | undefined;
  readonly rate: Limit | false | undefined;
  readonly trustedProxies: number | undefined;
  readonly audit: AuditSettings | undefined;
  readonly captcha: Captcha | undefined;
  readonly live: Partial<LiveSettings> | undefined;
  readonly securityEvents: SecurityEventBook;
  readonly egress: Egress;
}

/** What one caller may call of a service, all operations together. */
const defaultRate: Limit = "3000/minute";

/** Compiles a contract and its handlers, once, into what answers requests. */
export function createEngine(
  contract: Contract,
  handlers: ReadonlyMap<string, UntypedHandler>,
  platform: Platform,
  options: EngineOptions,
): Engine {
  assertCaptcha(contract, options.captcha);
  const limits = toLimits(options.limits);
  const cors = options.cors === undefined ? undefined : createCors(options.cors);
  const headers = toBaseHeaders(toSecurityHeaders(options.mode, options.security), cors);
  const surroundings = { base: headers.base, limits, freshMs: options.identity?.freshMs };
  const { securityEvents } = options;
  const plans = contract.list.map((named) =>
    compilePlan(named, handlers.get(named.id)!, surroundings),
  );
  return {
    contract,
    platform,
    mode: options.mode,
    limits,
    log: options.log,
    plainLog: options.plainLog,
    random: createRandom(platform),
    deadlines: createDeadlines(platform),
    cors,
    headers,
    matcher: compileMatcher(toRoutes(contract, plans, headers)),
    keptRoutes: createBoundedMap(rememberedRoutes),
    plans: new Map(plans.map((plan) => [plan.id, plan])),
    planOf: new Map(plans.map((plan) => [plan.operation, plan])),
    data: undefined,
    live: undefined,
    liveSettings: toLiveSettings(options.mode, options.live),
    identity: options.identity,
    securityEvents,
    egress: options.egress,
    proofs: createProofOfWork(platform),
    captcha: options.captcha,
    audit: createAuditTrail(() => platform.now(), options.audit ?? {}),
    limiter: createLimiter(options.rate ?? defaultRate, createStorms(securityEvents)),
    clientAddress: createClientAddresses(options.trustedProxies ?? 0),
    inFlight: new Map(),
    bodies: createBodyReceiver(limits),
    streams: createLiveStreams(platform, limits),
    watchBudget: createWatchBudget(limits),
    state: { phase: "new", active: 0, whenIdle: undefined },
    now: () => platform.now(),
    nextRequestId: createRequestIds(platform),
  };
}

function toRoutes(
  contract: Contract,
  plans: readonly Plan[],
  headers: BaseHeaders,
): Route<Destination>[] {
  const operations = plans.map((plan) => ({
    method: plan.operation.method,
    pattern: contract.basePath + plan.operation.path,
    to: plan,
  }));
  return [...operations, ...createOwnRoutes(contract, headers.base)];
}

function toBaseHeaders(
  security: Readonly<Record<string, string>>,
  cors: Cors | undefined,
): BaseHeaders {
  const base = {
    ...security,
    ...(cors === undefined ? {} : { vary: "origin" }),
  };
  const volatile = { "cache-control": "no-store", ...base };
  return { base, empty: volatile, problem: { "content-type": problemMediaType, ...volatile } };
}
