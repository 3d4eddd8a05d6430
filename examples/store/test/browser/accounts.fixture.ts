import { createHmac } from "node:crypto";

import type { Page } from "playwright-core";
import { vi } from "vitest";

import { password } from "../people.fixture.ts";
import type { ShopWindow } from "./shop-window.fixture.ts";

/** Signs in by the page, as people do. */
export async function signInAt(page: Page, email: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** The code in the latest mail to an address, from the outbox that the shop shows. */
export function readMailedCode({ url }: ShopWindow, to: string): Promise<string> {
  return vi.waitFor(
    async () => {
      const headers = { accept: "application/json" };
      const answer = await fetch(`${url}/_servery/outbox`, { headers });
      const { items } = (await answer.json()) as { items: { to: string; text: string }[] };
      const code = /\b\d{8}\b/.exec(items.find((mail) => mail.to === to)?.text ?? "")?.[0];
      if (code === undefined) throw new Error(`No mail with a code has come to ${to}.`);
      return code;
    },
    { timeout: 10_000 },
  );
}

/** What an authenticator app shows (RFC 6238), so many steps of 30 seconds from now. */
export function showCode(secret: string, steps = 0): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const mac = createHmac("sha1", fromBase32(secret)).update(counter).digest();
  const offset = mac.at(-1)! & 15;
  const number = mac.readUInt32BE(offset) & 0x7f_ff_ff_ff;
  return String(number % 1_000_000).padStart(6, "0");
}

function fromBase32(text: string): Buffer {
  const bits = [...text.replaceAll(/[\s=]/g, "")]
    .map((letter) =>
      "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"),
    )
    .join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/**
 * Gives the page a device that makes passkeys and needs nobody's finger. The browser does not offer
 * them by itself, or nobody would need to press a button.
 */
export async function addAuthenticator(page: Page): Promise<void> {
  await page.addInitScript(() => {
    PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false);
  });
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}
