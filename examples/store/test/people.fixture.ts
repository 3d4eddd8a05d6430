import { type Client, createClient } from "servery/client";

import { admin } from "../contract/access.ts";
import { store } from "../contract.ts";
import type { OpenShop } from "./open-shop.fixture.ts";

/** Somebody with an account, signed in: a client of their own. */
export interface Person {
  readonly id: string;
  readonly email: string;
  readonly client: Client<(typeof store)["operations"]>;
}

export const password = "violet harbour lantern 7";

/** Makes an account and signs in to it. */
export async function enter(shop: OpenShop, name: string): Promise<Person> {
  return signIn(shop, await makeAccount(shop, name));
}

/** The same for somebody who runs the shop. */
export async function enterAsAdmin(shop: OpenShop): Promise<Person> {
  const account = await makeAccount(shop, "Nadia");
  await shop.service.accounts.grant(account.id, admin);
  return signIn(shop, account);
}

async function makeAccount({ service }: OpenShop, name: string) {
  const email = `${name.toLowerCase()}@example.com`;
  const { id } = await service.accounts.create({ email, password, name });
  return { id, email };
}

async function signIn(shop: OpenShop, account: { id: string; email: string }): Promise<Person> {
  const { email } = account;
  const result = await shop.client.auth.signIn({ email, password, session: "tokens" });
  if (result.status !== "signed_in" || result.tokens === null)
    throw new Error(`${email} could not sign in: ${result.status}`);
  const headers = { authorization: `Bearer ${result.tokens.accessToken}` };
  const client = createClient(store, { link: shop.service, retry: false, headers });
  return { ...account, client };
}
