/** A discount as the table `discounts` holds it: for a genre, for a record, or for a full cart. */
export interface DiscountRule {
  readonly code: string;
  readonly name: string;
  readonly reason: string;
  readonly kind: "genre" | "record" | "cart";
  readonly genreId: number | null;
  readonly recordId: number | null;
  /** For a cart: from how many copies on. */
  readonly fromCopies: number | null;
  readonly basisPoints: number;
}

export interface AppliedDiscount {
  readonly code: string;
  readonly name: string;
  readonly reason: string;
  readonly basisPoints: number;
  readonly applied: boolean;
}

interface Discountable {
  readonly id: number;
  readonly genreId: number;
}

/** The discounts whose condition a record meets, best first. They do not add up: the best is applied. */
export function discountsOf(
  record: Discountable,
  rules: readonly DiscountRule[],
): readonly AppliedDiscount[] {
  return rules
    .filter((rule) => meets(record, rule))
    .toSorted((a, b) => b.basisPoints - a.basisPoints || (a.code < b.code ? -1 : 1))
    .map(({ code, name, reason, basisPoints }, place) => ({
      code,
      name,
      reason,
      basisPoints,
      applied: place === 0,
    }));
}

/** What the applied discount takes off, 0 when there is none. */
export function discountBasisPoints(discounts: readonly AppliedDiscount[]): number {
  return discounts.find((discount) => discount.applied)?.basisPoints ?? 0;
}

/** The best discount that a cart with so many copies of records earns. */
export function cartDiscount(
  copies: number,
  rules: readonly DiscountRule[],
): DiscountRule | undefined {
  return rules
    .filter((rule) => rule.kind === "cart" && copies >= (rule.fromCopies ?? 0))
    .toSorted((a, b) => b.basisPoints - a.basisPoints)[0];
}

function meets(record: Discountable, rule: DiscountRule): boolean {
  if (rule.kind === "genre") return rule.genreId === record.genreId;
  return rule.kind === "record" && rule.recordId === record.id;
}
