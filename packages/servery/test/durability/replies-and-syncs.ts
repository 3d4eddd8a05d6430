import type { SystemCall } from "./system-call-trace.ts";

const frameHeaderLength = 24;

/** What a trace says of one order's reply. */
export interface TracedReply {
  readonly reference: string;
  /**
   * `undefined` when all is well: the order was written to the log, a commit frame after it, then
   * the log was synced, and only after that had returned the reply's first byte was written.
   */
  readonly fault: string | undefined;
}

/** Finds the replies to the orders in a trace, and whether each kept its order of events. */
export function judgeReplies(
  calls: readonly SystemCall[],
  references: readonly string[],
): TracedReply[] {
  const log = calls.filter(({ path }) => path.endsWith("-wal"));
  const replies = calls.filter(
    ({ path, bytes }) => path.startsWith("TCP") && bytes.subarray(0, 9).toString() === "HTTP/1.1 ",
  );
  return references.flatMap((reference) => {
    const reply = replies.find(({ bytes }) => bytes.includes(reference));
    return reply === undefined ? [] : [{ reference, fault: findFault(log, reply, reference) }];
  });
}

function findFault(
  log: readonly SystemCall[],
  reply: SystemCall,
  reference: string,
): string | undefined {
  const written = log.findIndex(({ name, bytes }) => isWrite(name) && bytes.includes(reference));
  if (written === -1) return "was replied to, but never written to the log";
  const synced = log.findIndex(
    ({ name, isDone }, index) => index > written && isSync(name) && isDone,
  );
  const sync = log[synced];
  if (sync === undefined) return "was never synced";
  if (sync.end >= reply.begin)
    return `was replied to at line ${reply.begin}, synced at ${sync.end}`;
  const headers = log.slice(0, synced).filter(({ bytes }) => bytes.length === frameHeaderLength);
  // https://www.sqlite.org/fileformat2.html#walformat: the size after a commit, else zero.
  const isCommitted = (headers.at(-1)?.bytes.readUInt32BE(4) ?? 0) !== 0;
  return isCommitted ? undefined : "was synced before its commit frame";
}

function isWrite(name: string): boolean {
  return name.startsWith("pwrite") || name === "write";
}

/** SQLite calls either, as it was built. */
function isSync(name: string): boolean {
  return name === "fdatasync" || name === "fsync";
}
