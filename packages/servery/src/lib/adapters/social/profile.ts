import type { IDToken, UserInfoResponse } from "openid-client";

import type { SocialProfile } from "../../ports/social.ts";
import type { Discovered } from "./discovery.ts";

/** Reads who signed in from the ID token, and what it leaves out from the provider's own endpoint. */
export async function readProfile(
  { library, configuration }: Discovered,
  accessToken: string,
  claims: IDToken,
): Promise<SocialProfile> {
  const hasMore = configuration.serverMetadata().userinfo_endpoint !== undefined;
  if (claims["email"] !== undefined || !hasMore) return toProfile(claims);
  return toProfile(await library.fetchUserInfo(configuration, accessToken, claims.sub));
}

/** Only `true` is verified; a provider that says nothing has not verified. */
function toProfile(claims: IDToken | UserInfoResponse): SocialProfile {
  const { sub, email, email_verified: verified, name } = claims;
  return {
    subject: sub,
    email: typeof email === "string" ? email : null,
    emailVerified: verified === true,
    name: typeof name === "string" && name.trim() !== "" ? name.trim().slice(0, 120) : null,
  };
}
