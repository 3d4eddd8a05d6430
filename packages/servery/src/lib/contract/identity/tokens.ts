import { action } from "../operation.ts";
import { problem } from "../problem.ts";
import { sensitive } from "../sensitive.ts";
import { object, opaque } from "./schemas.ts";
import { type Tokens, tokens } from "./shapes.ts";
import { fromJsonSchema } from "../from-json-schema.ts";

/** For callers without cookies: mobile, command line, other origins. */
export function tokenOperations(path: `/${string}`) {
  return {
    refresh: sensitive(
      action({
        path: `${path}/refresh`,
        access: "public",
        // The same token gets the same successor again.
        repeatable: true,
        limit: "60/minute",
        summary: "Change a refresh token for the next one and a new access token",
        input: object<{ refreshToken: string }>({ refreshToken: opaque }),
        output: fromJsonSchema<Tokens>(tokens),
        problems: { session_ended: problem(401, "The session has ended: sign in again") },
      }),
    ),
  };
}
