import { listProviders, type Provider } from "./provider.ts";

/** What is made to be called by pages, and what has both kinds of keys. */
export const madeForPages: readonly Provider[] = [
  ...listProviders(
    "maps",
    "public",
    `
Mapbox; api.mapbox.com events.mapbox.com; mapbox-gl @mapbox/search-js-core @mapbox/search-js-react
Google Maps; maps.googleapis.com maps.gstatic.com; @googlemaps/js-api-loader @vis.gl/react-google-maps @react-google-maps/api
MapTiler; api.maptiler.com; @maptiler/sdk
MapLibre; ; maplibre-gl
Leaflet; ; leaflet react-leaflet
OpenStreetMap; tile.openstreetmap.org nominatim.openstreetmap.org
HERE; ls.hereapi.com hereapi.com
Stadia; stadiamaps.com
`,
  ),
  ...listProviders(
    "analytics",
    "public",
    `
Google Analytics; google-analytics.com analytics.google.com googletagmanager.com; react-ga4 firebase/analytics @firebase/analytics
PostHog; posthog.com; posthog-js
Plausible; plausible.io; plausible-tracker @plausible-analytics/tracker
Fathom; usefathom.com; fathom-client
Umami; cloud.umami.is
Mixpanel; mixpanel.com; mixpanel-browser
Amplitude; amplitude.com; @amplitude/analytics-browser
Segment; api.segment.io cdn.segment.com; @segment/analytics-next
Sentry; sentry.io; @sentry/browser @sentry/react
Datadog; datadoghq.com datadoghq.eu; @datadog/browser-rum @datadog/browser-logs
LogRocket; logrocket.com logrocket.io; logrocket
Hotjar; hotjar.com; @hotjar/browser
Meta pixel; facebook.com/tr connect.facebook.net
LinkedIn insight; px.ads.linkedin.com
TikTok pixel; analytics.tiktok.com
Clarity; clarity.ms; @microsoft/clarity
Vercel Analytics; ; @vercel/analytics @vercel/speed-insights
`,
  ),
  ...listProviders(
    "search",
    "by form",
    `
Algolia; algolia.net algolianet.com algolia.io; algoliasearch instantsearch.js react-instantsearch
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
`,
  ),
  ...listProviders(
    "storage",
    "public",
    "Firebase Storage; firebasestorage.googleapis.com; firebase/storage\nUploadcare; upload.uploadcare.com; @uploadcare/upload-client",
  ),
  ...listProviders(
    "identity",
    "public",
    `
Firebase Auth; identitytoolkit.googleapis.com securetoken.googleapis.com; firebase/auth @firebase/auth
Auth0; auth0.com; @auth0/auth0-spa-js @auth0/auth0-react
Clerk; clerk.com clerk.accounts.dev; @clerk/clerk-js @clerk/clerk-react
reCAPTCHA; google.com/recaptcha
hCaptcha; hcaptcha.com
Turnstile; challenges.cloudflare.com
`,
  ),
  ...listProviders(
    "code",
    "by form",
    "GitHub; api.github.com; @octokit/rest @octokit/core octokit\nGitLab; gitlab.com/api; @gitbeaker/rest",
  ),
];
