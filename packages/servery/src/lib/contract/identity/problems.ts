import { problem } from "../problem.ts";
import { object, oneOf } from "./schemas.ts";

/** The same whether there is no such account, no password or another one. */
export const wrongCredentials = problem(401, "The e-mail address or the password is wrong");

export const weakPassword = problem(
  422,
  "Choose a stronger password",
  object<{
    readonly reason: "too_short" | "common" | "like_account";
    /** Characters that it needs at least. */
    readonly minLength: number;
  }>({ reason: oneOf("too_short", "common", "like_account"), minLength: { type: "integer" } }),
);

/** The same for a wrong, a used and an expired one, and after too many attempts. */
export const invalidCode = problem(422, "This code is wrong, or has expired");
export const invalidToken = problem(422, "This link was used already, or has expired");
/** Of what would leave nobody who can administer. */
export const lastAdministrator = problem(409, "Somebody must be left to administer");
export const notFound = problem(404, "There is no such item");

export const tooManyAttempts = problem(
  429,
  "Too many attempts",
  object<{ readonly retryAfterSeconds: number }>({ retryAfterSeconds: { type: "integer" } }),
);
