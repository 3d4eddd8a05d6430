import type { WatchedQuery } from "../../../protocol/live.ts";
import type { ProblemDetails } from "../../../protocol/problem-details.ts";
import type { Principal } from "../../handling/principal.ts";
import type { Watch, WatchListener } from "../../live/watch-state.ts";

/** What a stream or a poll needs of its caller, and of the service behind. */
export interface LiveCaller {
  readonly principal: Principal;
  /** Told of a bug, or a database that fails: the log has it, and the client comes again. */
  onFailure(error: unknown): void;
  /** Whether the credentials that it was opened with are still the same caller's. */
  isStillSame(): boolean;
  /** The newest state up to which all who watch have been told of all changes. */
  token(): string | undefined;
  open(this: void, query: WatchedQuery, listener: WatchListener): Promise<Watch>;
  toProblem(this: void, error: unknown, query: WatchedQuery): ProblemDetails;
}
