import { listProviders, type Provider } from "./provider.ts";

/** What measures how pages are used and how they fail, and what tries something on some of their users. */
export const measuring: readonly Provider[] = listProviders(
  "analytics",
  "public",
  `
Google Analytics; google-analytics.com analytics.google.com googletagmanager.com; react-ga4 firebase/analytics @firebase/analytics
PostHog; posthog.com; posthog-js
Plausible; plausible.io; plausible-tracker @plausible-analytics/tracker
Fathom; usefathom.com; fathom-client
Umami; cloud.umami.is
Matomo; matomo.cloud
Mixpanel; mixpanel.com; mixpanel-browser
Amplitude; amplitude.com; @amplitude/analytics-browser
Segment; api.segment.io cdn.segment.com; @segment/analytics-next
Sentry; sentry.io; @sentry/browser @sentry/react @sentry/vue @sentry/svelte; https://docs.sentry.io/concepts/key-terms/dsn-explainer/
Datadog; datadoghq.com datadoghq.eu; @datadog/browser-rum @datadog/browser-logs
Bugsnag; bugsnag.com; @bugsnag/js
Rollbar; api.rollbar.com; rollbar
LogRocket; logrocket.com logrocket.io; logrocket
FullStory; fullstory.com; @fullstory/browser
Hotjar; hotjar.com; @hotjar/browser
Meta pixel; facebook.com/tr connect.facebook.net
LinkedIn insight; px.ads.linkedin.com snap.licdn.com
TikTok pixel; analytics.tiktok.com
Clarity; clarity.ms; @microsoft/clarity
Vercel Analytics; ; @vercel/analytics @vercel/speed-insights
LaunchDarkly; launchdarkly.com; launchdarkly-js-client-sdk launchdarkly-react-client-sdk
Statsig; statsigapi.net featuregates.org; @statsig/js-client
`,
);
