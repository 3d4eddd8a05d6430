import { createClient } from "servery/client";

import { store } from "../contract.ts";

/** The shop's own service, at the page's own address. */
export const client = createClient(store);

type Answer<Call extends (...parameters: never[]) => Promise<unknown>> = Awaited<ReturnType<Call>>;

export type Heading = Answer<typeof client.genres.list>["items"][number];
export type RecordPage = Answer<typeof client.records.list>;
export type RecordSummary = RecordPage["items"][number];
export type RecordDetail = Answer<typeof client.records.get>;
export type Track = Answer<typeof client.tracks.list>["items"][number];
export type Quote = Answer<typeof client.cart.quote>;
export type Totals = Quote["totals"];
export type PricedLine = Order["lines"][number];
export type Order = Answer<typeof client.orders.get>;
