import { isProblemError } from "../../protocol/problem-error.ts";
import { type HeaderValues, mergeHeaders, toSharedHeaders } from "../call-headers.ts";
import type { CalledOperation } from "../called-operation.ts";
import type { ClientCore } from "../client-core.ts";
import type { Sender } from "../credential-keeper.ts";

/** In whose name a connection speaks: never in another's. */
export interface Credentials {
  /** Sends something with them, and once more with better ones when they do not hold any more. */
  send<T>(work: (headers: HeaderValues) => Promise<T>): Promise<T>;
  /** Whether there is something better to show than what was sent last. */
  renew(): Promise<boolean>;
}

/** What watching is to those who know operations. */
export const watching: CalledOperation = {
  id: "",
  kind: "query",
  isRepeatable: true,
  isSensitive: false,
  identity: undefined,
};

/** The credentials of one connection. */
export function createCredentials({ caller, keeper }: ClientCore): Credentials {
  const sender: Sender = { userId: undefined };
  let used: HeaderValues = {};
  let shared: HeaderValues = {};
  const toHeaders = async () => {
    shared = await toSharedHeaders(caller.headers);
    used = (await keeper?.toHeaders(watching, shared, sender)) ?? {};
    return mergeHeaders(used, shared);
  };
  const renew = async () => (await keeper?.renew(used, shared, sender)) === true;
  return {
    renew,
    send: async (work) => {
      try {
        return await work(await toHeaders());
      } catch (error) {
        if (!isProblemError(error) || error.code !== "unauthenticated" || !(await renew()))
          throw error;
        return work(await toHeaders());
      }
    },
  };
}
