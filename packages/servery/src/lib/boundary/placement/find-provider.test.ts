import { describe, expect, test } from "vitest";

import { findProviderAt, findProviderOf, providers } from "./find-provider.ts";
import {
  isBusinessField,
  isKeyHeader,
  isKeyParameter,
  isSensitiveField,
  keyKindByName,
  keyKindOf,
} from "./names.ts";

/** Where each is recognised: `host/path` or a package; whose it is, its kind and what its keys are. */
const known = `
api.stripe.com/v1/charges | Stripe | payment, secret
API.OpenAI.com/v1/chat | OpenAI | ai, secret
*.openai.azure.com/ | OpenAI | ai, secret
xyz.supabase.co/rest/v1/a | Supabase | database, by form
xyz.supabase.co/functions/v1/pay | Supabase Functions | code, public
xyz.supabase.co/auth/v1/token | Supabase Auth | identity, public
xyz.supabase.co/storage/v1/object/a | Supabase Storage | storage, public
firestore.googleapis.com/v1/projects | Firestore | database, by form
happy-animal-123.convex.cloud/api/query | Convex | code, public
maps.googleapis.com/maps/api/js | Google Maps | maps, public
maps.googleapis.com/maps/api/place/details/json | Google Places | maps, by form, no CORS
places.googleapis.com/v1/places:searchText | Google Maps | maps, public
api.mapbox.com/geocoding/v5 | Mapbox | maps, public
api.anthropic.com/v1/messages | Anthropic | ai, secret
generativelanguage.googleapis.com/v1beta | Google Gemini | ai, secret
api.mistral.ai/v1 | Mistral | ai, secret
api.cohere.com/v2 | Cohere | ai, secret
router.huggingface.co/v1 | Hugging Face | ai, secret
api.replicate.com/v1 | Replicate | ai, secret, no CORS
ai-gateway.vercel.sh/v1 | Vercel AI Gateway | ai, secret
api-m.paypal.com/v2 | PayPal | payment, secret
connect.squareup.com/v2 | Square | payment, secret
checkout-test.adyen.com/v71 | Adyen | payment, secret
api.mollie.com/v2 | Mollie | payment, secret
api.sendgrid.com/v3/mail/send | SendGrid | messages, secret, no CORS
api.resend.com/emails | Resend | messages, secret
api.postmarkapp.com/email | Postmark | messages, secret, no CORS
api.mailgun.net/v3 | Mailgun | messages, secret
api.twilio.com/2010-04-01 | Twilio | messages, secret
api.notion.com/v1 | Notion | data, secret, no CORS
api.hubapi.com/crm/v3 | HubSpot | data, secret, no CORS
api.openweathermap.org/data/2.5 | OpenWeather | data, secret
api.open-meteo.com/v1/forecast | Open-Meteo | data, none
archive-api.open-meteo.com/v1/archive | Open-Meteo | data, none
api.weatherapi.com/v1 | WeatherAPI | data, secret
api.tomorrow.io/v4 | Tomorrow.io | data, secret
api.met.no/weatherapi/locationforecast/2.0 | MET Norway | data, none
api.allorigins.win/raw | CORS proxies | proxy, none
api.themoviedb.org/3/movie/1 | TMDB | data, by form
cdn.contentful.com/spaces/a | Contentful | data, by form
api.contentful.com/spaces/a | Contentful Management | data, secret
shop.myshopify.com/api/2026-01/graphql.json | Shopify Storefront | data, by form
shop.myshopify.com/admin/api/2026-01/graphql.json | Shopify Admin | data, secret
eu.posthog.com/e | PostHog | analytics, public
sentry.io/api/0/projects/ | Sentry's own interface | code, secret
app.posthog.com/api/projects/1 | PostHog's own interface | code, secret
api.clerk.com/v1/users | Clerk for servers | identity, secret
@clerk/backend | Clerk for servers | identity, secret
o1.ingest.sentry.io/api/1/envelope | Sentry | analytics, public
x-dsn.algolia.net/1/indexes | Algolia | search, by form
stripe | Stripe | payment, secret
@stripe/stripe-js | Stripe.js | payment, public
@stripe/stripe-js/pure | Stripe.js | payment, public
@paypal/paypal-js | PayPal buttons | payment, public
braintree | Braintree | payment, secret
braintree-web/client | Braintree drop-in | payment, public
@adyen/adyen-web | Adyen drop-in | payment, public
https://esm.sh/@supabase/supabase-js@2.1 | Supabase | database, by form
https://cdn.jsdelivr.net/npm/openai@6/+esm | OpenAI | ai, secret
npm:stripe@20 | Stripe | payment, secret
mongodb | MongoDB | database, secret
mongoose | MongoDB | database, secret
pg | PostgreSQL | database, secret
mysql2/promise | MySQL | database, secret
@prisma/client | Prisma | database, secret
drizzle-orm/neon-http | Drizzle | database, secret
kysely-neon | Kysely | database, secret
@neondatabase/serverless | Neon | database, secret
@planetscale/database | PlanetScale | database, secret
@libsql/client/web | Turso | database, by form
@upstash/redis | Upstash | database, secret
@aws-sdk/lib-dynamodb | DynamoDB | database, secret
firebase-admin/firestore | Firestore for servers | database, secret
firebase/firestore/lite | Firestore | database, by form
firebase/compat/app | Firebase | database, by form
firebase/functions | Firebase Functions | code, public
firebase/ai | Firebase AI Logic | ai, public
convex/react | Convex | code, public
nodemailer | SMTP | messages, secret
@aws-sdk/client-sesv2 | Amazon SES | messages, secret
@aws-sdk/client-s3 | Amazon S3 | storage, secret
@aws-sdk/client-sqs | AWS | storage, secret
@vercel/blob/client | Vercel Blob in pages | storage, public
@google/genai | Google Gemini | ai, secret
@ai-sdk/groq | Groq | ai, secret
pusher-js | Pusher | realtime, public
ably | Ably | realtime, by form
contentful-management | Contentful Management | data, secret
`
  .trim()
  .split("\n")
  .map((line) => line.split(" | ") as [string, string, string]);

describe("the well-known services", () => {
  test.each(known)("%s is %s: %s", (place, name, what) => {
    const slash = place.indexOf("/");
    const isHost = /^[\w*.-]+\.[a-z]+\//i.test(place);
    const found = isHost
      ? findProviderAt(place.slice(0, slash), place.slice(slash))
      : findProviderOf(place);
    const { kind, keys, refusesBrowsers } = found ?? {};
    const said = [kind, keys, ...(refusesBrowsers === true ? ["no CORS"] : [])];
    expect([found?.name, said.join(", ")]).toEqual([name, what]);
  });

  test.each([
    ["notstripe.com", "/"],
    ["api.stripe.com.evil.example", "/"],
    ["evil.example", "/supabase.co/functions/v1"],
  ])("%s%s is none of them", (host, path) => {
    expect(findProviderAt(host, path)).toBeUndefined();
  });

  test.each([
    "firebase/app",
    "stripe-fancy",
    "pgx",
    "@huggingface/transformers",
    "drizzle-orm/pglite",
    "kysely",
  ])("the package %s is of none of them", (name) => {
    expect(findProviderOf(name)).toBeUndefined();
  });

  test("are each written down once, and say where it is said that they refuse browsers", () => {
    const places = providers.flatMap(({ hosts, packages }) => [...hosts, ...packages]);
    expect(places.filter((each, index) => places.indexOf(each) !== index)).toEqual([]);
    const refusing = providers.filter(({ refusesBrowsers }) => refusesBrowsers === true);
    expect(refusing.length).toBeGreaterThan(5);
    expect(refusing.filter(({ source = "" }) => !source.startsWith("https://"))).toEqual([]);
  });
});

describe("names", () => {
  test("tell keys from what is called alike", () => {
    const yes = [
      "Authorization",
      "X-API-Key",
      "apikey",
      "x-rapidapi-key",
      "Ocp-Apim-Subscription-Key",
      "api-key",
      "x-goog-api-key",
    ];
    const no = [
      "servery-csrf",
      "X-CSRF-Token",
      "Idempotency-Key",
      "Content-Type",
      "Accept",
      "x-request-id",
    ];
    expect(yes.filter((name) => !isKeyHeader(name))).toEqual([]);
    expect(no.filter(isKeyHeader)).toEqual([]);
    expect(
      ["appid", "api_key", "access_token", "key"].filter((name) => !isKeyParameter(name)),
    ).toEqual([]);
    expect(["lat", "keyword", "page", "tokenize"].filter(isKeyParameter)).toEqual([]);
  });

  test("say which keys are public", () => {
    const secret = ["VITE_STRIPE_SECRET_KEY", "serviceRoleKey", "algoliaAdminKey"];
    const open = [
      "VITE_SUPABASE_ANON_KEY",
      "stripePublishableKey",
      "ALGOLIA_SEARCH_KEY",
      "VITE_RECAPTCHA_SITE_KEY",
    ];
    expect(secret.map(keyKindByName)).toEqual(secret.map(() => "secret"));
    expect(open.map(keyKindByName)).toEqual(open.map(() => "public"));
    // The bundlers' own words say nothing of the key.
    expect(
      ["NEXT_PUBLIC_OPENAI_KEY", "EXPO_PUBLIC_API_KEY", "PUBLIC_KEY"].map(keyKindByName),
    ).toEqual(["unsaid", "unsaid", "unsaid"]);
  });

  test("and forms too, of Supabase's tokens by what they say", () => {
    const token = (role: string) =>
      `eyJhbGciOiJIUzI1NiJ9.${btoa(JSON.stringify({ role })).replaceAll("=", "")}.c2ln`;
    expect(
      [
        "sk_live_1",
        "Bearer sk-1234567890abcdef",
        token("service_role"),
        "sk.eyJ1IjoieCJ9.abc",
        "pk_live_1",
        "pk.eyJ1IjoieCJ9.abc",
        token("anon"),
        "abc",
      ].map(keyKindOf),
    ).toEqual(["secret", "secret", "secret", "secret", "public", "public", "public", "unsaid"]);
  });

  test("of fields tell what is sensitive, and what a business decides", () => {
    const sensitive = [
      "cardNumber",
      "cvc",
      "password",
      "ssn",
      "dateOfBirth",
      "diagnosis",
      "iban",
      "creditCard",
    ];
    expect(sensitive.filter((name) => !isSensitiveField(name))).toEqual([]);
    expect(
      ["cardinality", "name", "discard", "panel", "companyName", "dobro"].filter(isSensitiveField),
    ).toEqual([]);
    const business = [
      "price",
      "totalCents",
      "unitPrice",
      "isAdmin",
      "discount",
      "role",
      "unit_amount",
    ];
    expect(business.filter((name) => !isBusinessField(name))).toEqual([]);
    expect(
      ["title", "quantity", "totally", "priceless", "stockholm"].filter(isBusinessField),
    ).toEqual([]);
  });
});

test("a start that words have too makes no secret key of them", () => {
  for (const word of ["sk-SK", "re_store", "hf_local", "xai-blue", "SG.net", "AKIA", "Bearer sk-1"])
    expect([word, keyKindOf(word)]).toEqual([word, "unsaid"]);
  for (const start of ["sk-proj-", "re_", "hf_", "xai-", "SG.", "ghp_", "glpat-"])
    expect([start, keyKindOf(`${start}4eC39HqLyjWDarjtT1zd`)]).toEqual([start, "secret"]);
});
