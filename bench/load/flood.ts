import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** A flood of sign-ins, by so many at once. */
export interface FloodOrder {
  readonly port: number;
  readonly inFlight: number;
  readonly seconds: number;
}

/** How many sign-ins were answered by each status. */
export type FloodResult = Readonly<Record<string, number>>;

/** How long whoever is refused without a look at the password waits before the next attempt. */
const pauseMs = 100;

/**
 * Guesses passwords of accounts that do not exist, as those who stuff credentials do: every attempt from
 * an address of its own (of this machine's 16 million), so that no limit for addresses holds it up.
 */
export async function runFlood({ port, inFlight, seconds }: FloodOrder): Promise<FloodResult> {
  const counts: Record<string, number> = {};
  const end = performance.now() + seconds * 1000;
  const guess = async () => {
    while (performance.now() < end) {
      const status = await signIn(port);
      counts[status] = (counts[status] ?? 0) + 1;
      if (status === 429 || status === 503) await sleep(pauseMs);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, guess));
  return counts;
}

function signIn(port: number): Promise<number> {
  const [second, third, fourth, ...name] = randomBytes(12);
  const email = `${Buffer.from(name).toString("hex")}@example.com`;
  const body = JSON.stringify({ email, password: "correct horse battery" });
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const socket = connect({
    port,
    host: "127.0.0.1",
    // Elsewhere the other addresses would have to be set up first.
    ...(process.platform === "linux" && {
      localAddress: `127.${second}.${third}.${1 + (fourth! % 254)}`,
    }),
  });
  socket.once("data", (head) => {
    resolve(Number(head.toString("latin1", 9, 12)));
    socket.destroy();
  });
  socket.on("error", reject);
  socket.write(
    `POST /auth/sign-in HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\ncontent-type: application/json\r\n` +
      `sec-fetch-site: same-origin\r\nservery-csrf: 1\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  return promise;
}
