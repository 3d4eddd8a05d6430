import { listProviders, type Provider } from "./provider.ts";

/** What is made to be called by pages, and what has both kinds of keys. */
export const madeForPages: readonly Provider[] = [
  ...listProviders(
    "maps",
    "public",
    `
Mapbox; api.mapbox.com events.mapbox.com; mapbox-gl @mapbox/search-js-core @mapbox/search-js-react; https://docs.mapbox.com/help/dive-deeper/access-tokens
Google Maps; maps.googleapis.com maps.gstatic.com places.googleapis.com; @googlemaps/js-api-loader @vis.gl/react-google-maps @react-google-maps/api; https://developers.google.com/maps/api-security-best-practices
MapTiler; api.maptiler.com; @maptiler/sdk
MapLibre; ; maplibre-gl
Leaflet; ; leaflet react-leaflet
OpenStreetMap; tile.openstreetmap.org nominatim.openstreetmap.org
HERE; ls.hereapi.com hereapi.com
Stadia; stadiamaps.com
Geoapify; api.geoapify.com
`,
  ),
  ...listProviders(
    "search",
    "by form",
    `
Algolia; algolia.net algolianet.com algolia.io; algoliasearch @algolia/client-search instantsearch.js react-instantsearch; https://www.algolia.com/doc/guides/security/api-keys
Meilisearch; meilisearch.io meilisearch.com; meilisearch @meilisearch/instant-meilisearch
Typesense; typesense.net typesense.org; typesense typesense-instantsearch-adapter
`,
  ),
  ...listProviders(
    "storage",
    "secret",
    `
Amazon S3; ; @aws-sdk/client-s3 @aws-sdk/lib-storage
AWS; ; aws-sdk @aws-sdk
Google Cloud Storage; ; @google-cloud/storage
Azure Blob Storage; ; @azure/storage-blob
Vercel Blob; ; @vercel/blob
Backblaze; api.backblazeb2.com; backblaze-b2
Cloudinary for servers; ; cloudinary
`,
  ),
  ...listProviders(
    "storage",
    "public",
    `
Firebase Storage; firebasestorage.googleapis.com; firebase/storage @firebase/storage
Supabase Storage; supabase.co/storage/v1; @supabase/storage-js
Uploadcare; upload.uploadcare.com; @uploadcare/upload-client
Cloudinary; api.cloudinary.com res.cloudinary.com; @cloudinary/url-gen @cloudinary/react
Vercel Blob in pages; ; @vercel/blob/client
`,
  ),
  ...listProviders(
    "identity",
    "public",
    `
Firebase Auth; identitytoolkit.googleapis.com securetoken.googleapis.com; firebase/auth @firebase/auth
Supabase Auth; supabase.co/auth/v1; @supabase/auth-js
Auth0; auth0.com; @auth0/auth0-spa-js @auth0/auth0-react
Clerk; clerk.com clerk.accounts.dev; @clerk/clerk-js @clerk/clerk-react @clerk/react
Amazon Cognito; ; amazon-cognito-identity-js aws-amplify/auth @aws-sdk/credential-providers @aws-sdk/credential-provider-cognito-identity
Microsoft identity; login.microsoftonline.com; @azure/msal-browser @azure/msal-react
Google sign-in; accounts.google.com; @react-oauth/google
Keycloak; ; keycloak-js
reCAPTCHA; google.com/recaptcha
hCaptcha; hcaptcha.com
Turnstile; challenges.cloudflare.com
`,
  ),
  ...listProviders(
    "identity",
    "secret",
    "Clerk for servers; api.clerk.com; @clerk/backend @clerk/express\nAuth0 for servers; ; auth0",
  ),
  // Functions of the app's own that run at a provider's: they decide, as a service does.
  ...listProviders(
    "code",
    "public",
    `
Firebase Functions; cloudfunctions.net; firebase/functions @firebase/functions
Firebase Data Connect; firebasedataconnect.googleapis.com; firebase/data-connect; https://firebase.google.com/docs/data-connect
Firebase; ; firebase/messaging firebase/remote-config firebase/app-check firebase/performance
Supabase Functions; supabase.co/functions/v1; @supabase/functions-js
Convex; convex.cloud convex.site; convex; https://docs.convex.dev/functions
`,
  ),
  ...listProviders(
    "code",
    "secret",
    "Sentry's own interface; sentry.io/api/0\nPostHog's own interface; posthog.com/api/projects posthog.com/api/organizations",
  ),
  ...listProviders(
    "code",
    "by form",
    "GitHub; api.github.com; @octokit/rest @octokit/core octokit\nGitLab; gitlab.com/api; @gitbeaker/rest",
  ),
  ...listProviders(
    "realtime",
    "public",
    "Pusher; pusher.com pusherapp.com; pusher-js\nLiveblocks; liveblocks.io; @liveblocks/client\nStream; stream-io-api.com; stream-chat\nTwilio in pages; ; @twilio/voice-sdk @twilio/conversations twilio-video",
  ),
  ...listProviders("realtime", "by form", "Ably; ably.io ably.net; ably"),
];
