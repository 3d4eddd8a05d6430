export { openId } from "./lib/adapters/social/open-id.ts";
export type { OpenIdOptions } from "./lib/adapters/social/open-id.ts";
export type {
  SocialFailure,
  SocialFlow,
  SocialOutcome,
  SocialProfile,
  SocialProvider,
} from "./lib/ports/social.ts";
