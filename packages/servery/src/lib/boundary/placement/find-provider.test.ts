import { describe, expect, test } from "vitest";

import { findProviderAt, findProviderOf } from "./find-provider.ts";
import {
  isBusinessField,
  isKeyHeader,
  isKeyParameter,
  isSensitiveField,
  keyKindByName,
  keyKindOf,
} from "./names.ts";

test.each([
  ["api.stripe.com", "/v1/charges", "Stripe"],
  ["API.OpenAI.com", "/v1/chat", "OpenAI"],
  ["*.openai.azure.com", "/", "OpenAI"],
  ["xyz.supabase.co", "/rest/v1/a", "Supabase"],
  ["maps.googleapis.com", "/maps/api/js", "Google Maps"],
  ["maps.googleapis.com", "/maps/api/place/details/json", "Google Places"],
  ["notstripe.com", "/", undefined],
  ["api.stripe.com.evil.example", "/", undefined],
])("%s%s is %s", (host, path, name) => {
  expect(findProviderAt(host, path)?.name).toBe(name);
});

test.each([
  ["stripe", "Stripe"],
  ["@stripe/stripe-js", "Stripe.js"],
  ["@stripe/stripe-js/pure", "Stripe.js"],
  ["https://esm.sh/@supabase/supabase-js@2.1", "Supabase"],
  ["https://cdn.jsdelivr.net/npm/openai@6/+esm", "OpenAI"],
  ["npm:stripe@20", "Stripe"],
  ["firebase/firestore/lite", "Firestore"],
  ["firebase/app", undefined],
  ["@aws-sdk/client-s3", "Amazon S3"],
  ["@aws-sdk/client-sqs", "AWS"],
  ["stripe-fancy", undefined],
])("the package %s is for %s", (specifier, name) => {
  expect(findProviderOf(specifier)?.name).toBe(name);
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
        "pk_live_1",
        token("anon"),
        "abc",
      ].map(keyKindOf),
    ).toEqual(["secret", "secret", "secret", "public", "public", "unsaid"]);
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
