const formats = new Map<string, Intl.NumberFormat>();

/** Hundredths of a currency as people read them: `€19.20`. */
export function toMoney(cents: number, currency: string): string {
  let format = formats.get(currency);
  if (format === undefined) {
    format = new Intl.NumberFormat("en", {
      style: "currency",
      currency,
      currencyDisplay: "narrowSymbol",
    });
    formats.set(currency, format);
  }
  return format.format(cents / 100);
}

/** Basis points as per cent: `15%`, `7.25%`. */
export function toPercent(basisPoints: number): string {
  return `${basisPoints / 100}%`;
}
