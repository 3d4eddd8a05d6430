import type { AnswerDetails, Link, LinkOptions } from "../ports/link.ts";
import type { CalledOperation } from "./called-operation.ts";
import { createClientError } from "./client-error.ts";
import { toQueryKey } from "./query-key.ts";
import { isOlder, type Snapshots } from "./snapshots.ts";

/** What an answer says of itself: the state that it holds in. */
export interface AnswerState extends AnswerDetails {
  readonly token: string;
}

/** Whom a client asks, what it has seen, and who hears what its answers say of themselves. */
export interface Asked {
  readonly link: Link;
  readonly snapshots: Snapshots;
  readonly onState?: ((state: AnswerState) => void) | undefined;
  /** Whether a watch of the same query is asked the same, and not with other headers. */
  readonly isPlain: boolean;
}

/** What caches on the way do when a query is asked anew, time after time. */
const past = ["no-cache", "reload"] as const;

/**
 * Makes one attempt of a call, with the newest state that the client knows. A query whose answer is too old is
 * answered with what a watch of it has shown meanwhile, or asked anew past the caches that may have kept it.
 * @throws ProblemError `stale_answer` when it is still too old.
 */
export async function ask(
  { link, snapshots, onState, isPlain }: Asked,
  { id, kind }: CalledOperation,
  input: unknown,
  options: LinkOptions,
): Promise<unknown> {
  for (let times = 0; ; times++) {
    const sent = snapshots.newest;
    const asked = { ...options, snapshot: sent, cache: past[times - 1] };
    const { outcome, state } = await askOnce(link, id, input, asked);
    if (state === undefined) return outcome();
    snapshots.learn(state.token);
    if (kind !== "query") snapshots.learnWritten(state.token);
    else if (!mayShow(snapshots, toQueryKey(id, input), state, sent, times === past.length)) {
      const shown = isPlain && snapshots.watched?.(toQueryKey(id, input), sent);
      if (shown) {
        onState?.(shown.state);
        return shown.data;
      }
      if (times === past.length) throw staleAnswer();
      continue;
    }
    onState?.(state);
    return outcome();
  }
}

/**
 * Whether an answer may be shown; if so, it is. None may be older than what was shown of the same query, nor
 * than what was known when it was asked for. One that its contract lets caches give out may: it need only
 * hold what this client has written, as far as the caches heed that.
 */
function mayShow(
  snapshots: Snapshots,
  key: string,
  { token, isReusable = false }: AnswerState,
  sent: string | undefined,
  isLast: boolean,
): boolean {
  if (snapshots.isPast(key, token)) return false;
  if (isOlder(token, isReusable ? snapshots.written : sent) && !(isReusable && isLast))
    return false;
  snapshots.show(key, token);
  return true;
}

/** Resolves to what gives the output or throws, and to the state that came with it. */
async function askOnce(link: Link, id: string, input: unknown, options: LinkOptions) {
  let state: AnswerState | undefined;
  const onSnapshot = (token: string, details?: AnswerDetails) => {
    state = { ...details, token };
  };
  const outcome = await link.call(id, input, { ...options, onSnapshot }).then(
    (output) => () => output,
    (error: unknown) => () => {
      throw error;
    },
  );
  return { outcome, state };
}

function staleAnswer(): Error {
  return createClientError(
    "stale_answer",
    "The answer is older than what this client has seen, also when no cache was asked.",
  );
}
