import { contract, query } from "servery";
import { createService, secret, type ServiceSettings, silentLog } from "servery/server";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import * as z from "zod";

import { bindService } from "../service/bind.fixture.ts";

const Answer = z.object({ ok: z.boolean() });
const shop = contract({
  name: "shop",
  operations: { ask: query({ path: "/ask", access: "public", output: Answer }) },
});
const stripe = "sk_live_of_the_shop_4711";

/** A shop whose handler compares what it reveals. */
function makeShop(settings: ServiceSettings = {}, expected: string | undefined = stripe) {
  const key = secret("STRIPE_SECRET_KEY");
  const other = secret("SMTP_PASSWORD", { optional: true });
  const handlers = { ask: () => ({ ok: key.reveal() === expected }) };
  const secrets = [key, other];
  return { key, other, ...bindService(shop, { handlers, secrets, ...settings }) };
}

describe("a service opens", () => {
  test("with the values of its environment, which end when it closes", async () => {
    const { service, key, other } = makeShop({ environment: { STRIPE_SECRET_KEY: stripe } });
    expect(service.secrets).toEqual([
      { name: "STRIPE_SECRET_KEY", isOptional: false },
      { name: "SMTP_PASSWORD", isOptional: true },
    ]);
    expect(() => key.reveal()).toThrowError(expect.objectContaining({ code: "secret_closed" }));
    expect(await service.call("ask", undefined)).toEqual({ ok: true });
    expect(other.reveal()).toBeUndefined();
    await service.close();
    expect(() => key.reveal()).toThrowError(expect.objectContaining({ code: "secret_closed" }));
  });

  test("on Node with those of the process", async () => {
    vi.stubEnv("STRIPE_SECRET_KEY", stripe);
    const key = secret("STRIPE_SECRET_KEY");
    const handlers = { ask: () => ({ ok: key.reveal() === stripe }) };
    const service = createService(shop, { handlers, secrets: [key], log: silentLog });
    onTestFinished(() => {
      vi.unstubAllEnvs();
      return service.close();
    });
    expect(await service.call("ask", undefined)).toEqual({ ok: true });
  });

  test("not before all of them are there, and then at the next try", async () => {
    const environment: Record<string, string> = { SMTP_PASSWORD: "short" };
    const { service, log } = makeShop({ environment });
    const refused = expect.objectContaining({
      code: "invalid_secrets",
      message: expect.stringMatching(/- STRIPE_SECRET_KEY is missing\n *- SMTP_PASSWORD has fewer/),
    });
    await expect(service.ready()).rejects.toThrowError(refused);
    const answer = await service.fetch(new Request("http://shop.example/ask"));
    expect(answer.status).toBe(503);
    expect(JSON.stringify(log.lines)).not.toContain('"short"');
    Object.assign(environment, { STRIPE_SECRET_KEY: stripe, SMTP_PASSWORD: undefined });
    expect(await service.call("ask", undefined)).toEqual({ ok: true });
  });

  test("beside another with the same values, and not with others", async () => {
    const { service } = makeShop({ environment: { STRIPE_SECRET_KEY: stripe } });
    await service.ready();
    const twin = service.with({});
    const stranger = service.with({
      environment: { STRIPE_SECRET_KEY: "sk_test_of_the_shop_4711" },
    });
    onTestFinished(async () => void (await Promise.all([twin.close(), stranger.close()])));
    await twin.ready();
    await expect(stranger.ready()).rejects.toMatchObject({ code: "invalid_secrets" });
    await service.close();
    expect(await twin.call("ask", undefined)).toEqual({ ok: true });
    await twin.close();
    expect(await stranger.call("ask", undefined)).toEqual({ ok: false });
  });
});

test("nothing public of a service has a value", async () => {
  const { service } = makeShop({ environment: { STRIPE_SECRET_KEY: stripe } });
  await service.ready();
  const { accounts: _, ...members } = Object.getOwnPropertyDescriptors(service);
  const shown = Object.values(members).map(({ value }) => JSON.stringify(value));
  expect(shown.join().includes(stripe)).toBe(false);
});

test("a service without secrets needs no environment", async () => {
  const { service } = bindService(shop, { handlers: { ask: () => ({ ok: true }) } });
  expect(service.secrets).toEqual([]);
  expect(await service.call("ask", undefined)).toEqual({ ok: true });
});
