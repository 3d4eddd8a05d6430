import type { PriceRules } from "../pricing/regional-price.ts";
import type { ShippingRules } from "../pricing/totals.ts";

interface RegionRow extends PriceRules, ShippingRules {
  readonly code: string;
  readonly name: string;
  readonly delivery: string;
}

const vat = { taxName: "VAT", taxIncluded: true } as const;
const gst = { taxName: "GST", taxIncluded: true } as const;
const euro = { currency: "EUR", rateBasisPoints: 10_000, roundToCents: 10 } as const;

/**
 * The price list of each destination. The rates are the shop's own, not the day's exchange rates.
 * Money in hundredths of the currency; rates and taxes in basis points.
 */
export const regionRows: readonly RegionRow[] = [
  {
    code: "de",
    name: "Germany",
    ...euro,
    ...vat,
    taxBasisPoints: 1900,
    shippingCents: 490,
    freeShippingFromCents: 6000,
    delivery: "1–3 working days",
  },
  {
    code: "fr",
    name: "France",
    ...euro,
    ...vat,
    taxBasisPoints: 2000,
    shippingCents: 690,
    freeShippingFromCents: 7500,
    delivery: "2–4 working days",
  },
  {
    code: "pt",
    name: "Portugal",
    ...euro,
    ...vat,
    taxBasisPoints: 2300,
    shippingCents: 790,
    freeShippingFromCents: 7500,
    delivery: "3–5 working days",
  },
  {
    code: "gb",
    name: "United Kingdom",
    currency: "GBP",
    rateBasisPoints: 8_700,
    roundToCents: 10,
    ...vat,
    taxBasisPoints: 2000,
    shippingCents: 690,
    freeShippingFromCents: 7000,
    delivery: "3–6 working days",
  },
  {
    code: "no",
    name: "Norway",
    currency: "NOK",
    rateBasisPoints: 118_000,
    roundToCents: 100,
    ...vat,
    taxBasisPoints: 2500,
    shippingCents: 8900,
    freeShippingFromCents: 90_000,
    delivery: "3–6 working days",
  },
  {
    code: "us",
    name: "United States",
    currency: "USD",
    rateBasisPoints: 11_200,
    roundToCents: 5,
    taxName: "Sales tax",
    taxIncluded: false,
    taxBasisPoints: 725,
    shippingCents: 1490,
    freeShippingFromCents: 12_000,
    delivery: "6–10 working days",
  },
  {
    code: "ca",
    name: "Canada",
    currency: "CAD",
    rateBasisPoints: 15_200,
    roundToCents: 5,
    taxName: "GST",
    taxIncluded: false,
    taxBasisPoints: 500,
    shippingCents: 1890,
    freeShippingFromCents: 15_000,
    delivery: "7–12 working days",
  },
  {
    code: "br",
    name: "Brazil",
    currency: "BRL",
    rateBasisPoints: 58_000,
    roundToCents: 50,
    taxName: "ICMS",
    taxIncluded: true,
    taxBasisPoints: 1700,
    shippingCents: 6900,
    freeShippingFromCents: 60_000,
    delivery: "8–14 working days",
  },
  {
    code: "in",
    name: "India",
    currency: "INR",
    rateBasisPoints: 960_000,
    roundToCents: 1000,
    ...gst,
    taxBasisPoints: 1800,
    shippingCents: 79_000,
    freeShippingFromCents: 800_000,
    delivery: "8–14 working days",
  },
  {
    code: "au",
    name: "Australia",
    currency: "AUD",
    rateBasisPoints: 16_800,
    roundToCents: 10,
    ...gst,
    taxBasisPoints: 1000,
    shippingCents: 2190,
    freeShippingFromCents: 18_000,
    delivery: "9–15 working days",
  },
];
