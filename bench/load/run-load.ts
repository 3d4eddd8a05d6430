import { type Connection, openConnection } from "./connection.ts";
import {
  createNumbers,
  createWalk,
  type Credentials,
  toHead,
  toKey,
  toOrderRequest,
  toReadRequest,
} from "./requests.ts";
import { styleOf } from "./styles.ts";

/** `read`: each product once before any again, so that no cache serves; `cached`: products at random. */
export type Scenario = "read" | "cached" | "order";

/** One run of load against one subject. */
export interface LoadOrder {
  readonly port: number;
  /** The subject's name, for how it is spoken to. */
  readonly subject: string;
  readonly scenario: Scenario;
  /** Requests in flight: one on each connection. */
  readonly inFlight: number;
  readonly seconds: number;
  /** Products in the shop. */
  readonly products: number;
  readonly seed: number;
  /** Shared out among the connections; empty where callers are anonymous. */
  readonly credentials: readonly Credentials[];
  /** Never sleeps, so that no server pays for waking the generator; the fewer requests, the more often it would. */
  readonly polls: boolean;
}

export interface LoadResult {
  /** Answers within the time. */
  readonly answers: number;
  readonly seconds: number;
  /** All answers of success, those after the time too: for orders, what was acknowledged. */
  readonly acknowledged: number;
  /** Answers that were no success. */
  readonly failures: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const mostLatencies = 1 << 21;

/** Keeps `inFlight` requests under way for `seconds`, each on a connection of its own. */
export async function runLoad(order: LoadOrder): Promise<LoadResult> {
  const next = createRequests(order);
  const heads = order.credentials.map(toHead);
  const latencies = new Float64Array(mostLatencies);
  const { promise: drained, resolve, reject } = Promise.withResolvers<void>();
  let [answers, acknowledged, failures, open] = [0, 0, 0, order.inFlight];
  let deadline = Infinity;
  const connections: Connection[] = [];
  const starts: (() => void)[] = [];

  for (let index = 0; index < order.inFlight; index++) {
    let sent = 0;
    const head = heads[index % heads.length] ?? "";
    const send = () => {
      sent = performance.now();
      connections[index]!.send(next(head));
    };
    const onAnswer = (status: number) => {
      const now = performance.now();
      if (status === 200) acknowledged++;
      else failures++;
      if (now > deadline) return void (--open === 0 && resolve());
      latencies[answers++ % mostLatencies] = now - sent;
      send();
    };
    connections.push(await openConnection(order.port, onAnswer, reject));
    starts.push(send);
  }

  const start = performance.now();
  deadline = start + order.seconds * 1000;
  for (const send of starts) send();
  const rest = order.polls ? poll() : () => {};
  await drained;
  rest();
  for (const connection of connections) connection.close();
  return {
    answers,
    acknowledged,
    failures,
    seconds: order.seconds,
    ...toPercentiles(latencies.subarray(0, Math.min(answers, mostLatencies))),
  };
}

function toPercentiles(latencies: Float64Array): { p50Ms: number; p99Ms: number } {
  const sorted = latencies.toSorted();
  const at = (part: number) => sorted[Math.floor(sorted.length * part)] ?? 0;
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}

/** Keeps the event loop turning until told to rest. */
function poll(): () => void {
  let turn = setImmediate(function again() {
    turn = setImmediate(again);
  });
  return () => clearImmediate(turn);
}

/** The next request's bytes, with more of its head. Product 1 is left out: it is the scarce one. */
function createRequests({ scenario, subject, port, products, seed }: LoadOrder) {
  const style = styleOf(subject);
  const number =
    scenario === "read" ? walkOf(port, products - 1) : createNumbers(seed, products - 1);
  const id = () => String(2 + number());
  if (scenario !== "order") return (head: string) => toReadRequest(style, id(), head);
  return (head: string) => {
    const lines = [
      { productId: id(), quantity: 1 },
      { productId: id(), quantity: 2 },
    ];
    return toOrderRequest(style, lines, toKey(), head);
  };
}

const walks = new Map<number, () => number>();

/** One walk for each server, that goes on from run to run. */
function walkOf(port: number, limit: number): () => number {
  let walk = walks.get(port);
  if (walk === undefined) walks.set(port, (walk = createWalk(limit)));
  return walk;
}
