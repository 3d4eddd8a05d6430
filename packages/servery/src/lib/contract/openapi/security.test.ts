import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, it } from "vitest";
import * as z from "zod";

import { role, scope } from "../access.ts";
import { contract } from "../contract.ts";
import { identity } from "../identity/identity.ts";
import { nothing } from "../nothing.ts";
import { mutation, query } from "../operation.ts";
import { toOpenApi } from "./document.ts";

const admin = role("admin");
const read = scope("orders:read");
const output = nothing;
const shop = contract({
  name: "shop",
  operations: {
    ...identity({ administrators: admin, tokens: true, scopes: [read] }),
    look: query({ path: "/look", access: "public", output, limit: "10/minute" }),
    mine: query({ path: "/mine", output }),
    orders: query({ path: "/orders", access: read, output }),
    purge: mutation({ path: "/purge", access: [admin, "fresh"], output, limit: "1/hour" }),
    contact: mutation({
      path: "/contact",
      access: "public",
      input: z.object({ website: z.string().optional() }),
      output,
      spam: { honeypot: "website", work: 16, captcha: true },
    }),
  },
});

interface Described {
  readonly security: readonly object[];
  readonly parameters: readonly { readonly name: string; readonly required: boolean }[];
  readonly responses: Readonly<
    Record<
      string,
      { readonly headers?: object; readonly content?: { readonly [type: string]: unknown } }
    >
  >;
  readonly "x-servery": object;
}
const document = toOpenApi(shop) as unknown as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly securitySchemes: object };
};
const get = (path: string) => document.paths[path]!["get"]!;
const post = (path: string) => document.paths[path]!["post"]!;

describe("the OpenAPI document of a contract with accounts", () => {
  it("is valid by an independent validator", async () => {
    const result = await new Validator().validate(
      JSON.parse(JSON.stringify(document)) as object as never,
    );
    expect(result.errors ?? []).toEqual([]);
  });

  it("names the ways in which its callers prove who they are", () => {
    expect(document.components.securitySchemes).toMatchObject({
      session: { type: "apiKey", in: "cookie", name: "__Host-shop-session" },
      accessToken: { type: "http", scheme: "bearer" },
      apiKey: { type: "http", scheme: "bearer" },
    });
    expect(get("/look").security).toEqual([]);
    expect(get("/mine").security).toEqual([{ session: [] }, { accessToken: [] }]);
    expect(get("/orders").security).toEqual([
      { session: [] },
      { accessToken: [] },
      { apiKey: ["orders:read"] },
    ]);
  });

  it("says who is refused, and with which headers", () => {
    expect(Object.keys(get("/look").responses)).toEqual(["204", "422", "429", "default"]);
    expect(Object.keys(get("/mine").responses)).toEqual(["204", "401", "403", "422", "default"]);
    const { responses } = post("/purge");
    expect(JSON.stringify(responses["401"])).toMatch(/unauthenticated[^]*fresh_sign_in_required/);
    expect(JSON.stringify(responses["403"])).toMatch(/forbidden[^]*missing[^]*forged_request/);
    expect(Object.keys(responses["401"]!.headers!)).toContain("WWW-Authenticate");
    expect(Object.keys(responses["429"]!.headers!)).toEqual([
      "RateLimit",
      "RateLimit-Policy",
      "Retry-After",
    ]);
    expect(Object.keys(responses["204"]!.headers!)).toEqual([
      "RateLimit",
      "RateLimit-Policy",
      "Servery-Snapshot",
    ]);
    expect(Object.keys(get("/mine").responses["204"]!.headers!)).toEqual(["Servery-Snapshot"]);
  });

  it("says what shows that no program calls", () => {
    const { parameters, responses, "x-servery": more } = post("/contact");
    expect(parameters.map(({ name }) => name)).toEqual([
      "Idempotency-Key",
      "servery-proof",
      "servery-captcha",
    ]);
    expect(JSON.stringify(responses["428"])).toContain("challenge");
    expect(more).toMatchObject({ spam: { honeypot: "website", work: 16, captcha: true } });
  });

  it("says where our header is needed, and where only beside a cookie", () => {
    const csrf = ({ parameters }: Described) =>
      parameters.find(({ name }) => name === "servery-csrf")?.required;
    expect(csrf(post("/auth/sign-in"))).toBe(true);
    expect(csrf(post("/purge"))).toBe(false);
    expect(csrf(post("/contact"))).toBeUndefined();
    expect(csrf(get("/mine"))).toBeUndefined();
  });
});

it("describes another's API by a bearer, and one that is public by nothing", () => {
  const build = (access: "public" | "user") =>
    toOpenApi(contract({ name: "x", operations: { y: query({ path: "/y", access, output }) } }));
  expect(build("user")).toMatchObject({
    components: { securitySchemes: { bearer: { type: "http", scheme: "bearer" } } },
    paths: { "/y": { get: { security: [{ bearer: [] }] } } },
  });
  expect(build("public")["components"]).not.toHaveProperty("securitySchemes");
});
