import type { Platform } from "../../ports/platform.ts";
import { selectCount } from "./commit-recorder.ts";
import type { PreparedConnection } from "./prepared-connection.ts";

/** The snapshot of one reader. Reads that follow one another in a turn of the event loop share it. */
interface TurnSnapshot {
  /** False once it could not be begun or ended: its connection is then closed. */
  readonly usable: boolean;
  /** Starts a read: in the snapshot that this turn has, else in a new one. */
  begin(): void;
  /** The number of the state that the snapshot is of. */
  count(): number;
  /** Ends a read. Its snapshot ends with the turn that it began in, or now if that is over. Never throws. */
  end(): void;
  close(): void;
}

/** The snapshots of all readers. */
export interface TurnSnapshots {
  open(prepared: SnapshotConnection): TurnSnapshot;
  /** To be called before every commit: what is read afterwards is read in new snapshots. Never throws. */
  retire(): void;
}

type SnapshotConnection = Pick<PreparedConnection, "connection" | "begin" | "commit">;

/**
 * A snapshot costs two statements, and two system calls for its lock. Requests that arrived together may
 * see the same state, so under load these are paid once a turn (decisions/130). No read misses a commit of this
 * process that was made before it began, for a commit retires all snapshots first; and since none that is idle
 * is then open, the log can be emptied.
 */
export function createTurnSnapshots({ defer }: Pick<Platform, "defer">): TurnSnapshots {
  const all = new Set<() => void>();
  return {
    open(prepared) {
      const retire = () => snapshot.retire();
      const snapshot = openSnapshot(prepared, defer, () => void all.delete(retire));
      all.add(retire);
      return snapshot;
    },
    retire() {
      for (const retire of all) retire();
    },
  };
}

function openSnapshot(
  { connection, begin, commit }: SnapshotConnection,
  defer: Platform["defer"],
  leave: () => void,
): TurnSnapshot & { retire(): void } {
  let usable = true;
  let isOpen = false;
  let isRead = false;
  let isShared = false;
  let count: number | undefined;
  const counter = connection.prepare(selectCount);

  /** Lets no further read in, and ends the snapshot unless one is still in it. */
  function retire(): void {
    isShared = false;
    if (!isOpen || isRead) return;
    isOpen = false;
    try {
      commit.run([]);
    } catch {
      // After some failures SQLite has ended the transaction itself: no state to go on with.
      close();
    }
  }
  function close(): void {
    usable = false;
    isOpen = false;
    leave();
    connection.close();
  }
  return {
    get usable() {
      return usable;
    },
    begin() {
      isRead = true;
      if (isOpen && connection.inTransaction) return;
      try {
        begin.run([]);
      } catch (error) {
        close();
        throw error;
      }
      isOpen = true;
      isShared = true;
      count = undefined;
      defer(retire);
    },
    count() {
      // Outside of its transaction it would be that of another state.
      if (!connection.inTransaction) throw new Error("The snapshot was lost.");
      return (count ??= Number(counter.get([])?.["count"]));
    },
    end() {
      isRead = false;
      if (!isShared) retire();
    },
    close,
    retire,
  };
}
