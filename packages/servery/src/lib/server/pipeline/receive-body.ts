import type { BodyFailure, Exchange } from "../../ports/exchange.ts";
import type { ServiceLimits } from "./limits.ts";

/** Receives bodies. What is still on its way is no work yet, but takes room. */
export interface BodyReceiver {
  /** Requests that wait for their body. */
  readonly waiting: number;
  receive(exchange: Exchange): Promise<Uint8Array | BodyFailure>;
}

/** What keeping a chunk costs beside its bytes, or a body sent byte by byte would take far more than it weighs. */
const chunkBytes = 256;

/**
 * Makes a receiver whose bodies share the room of `bufferedBodyBytes`, taken as their bytes come: to
 * announce a body, and not send it, takes none. A body that is alone always has room.
 */
export function createBodyReceiver({
  bodyBytes,
  bufferedBodyBytes,
}: Pick<ServiceLimits, "bodyBytes" | "bufferedBodyBytes">): BodyReceiver {
  let waiting = 0;
  let buffered = 0;
  return {
    get waiting() {
      return waiting;
    },
    async receive(exchange) {
      let own = 0;
      const takeRoom = (bytes: number): boolean => {
        const more = bytes + chunkBytes;
        if (buffered > own && buffered + more > bufferedBodyBytes) return false;
        own += more;
        buffered += more;
        return true;
      };
      waiting++;
      try {
        return await exchange.readBody(bodyBytes, takeRoom);
      } finally {
        waiting--;
        buffered -= own;
      }
    },
  };
}
