/** A discount as the table `discounts` holds it: for a genre, a record, a full cart, or for members. */
export interface DiscountRule {
  readonly code: string;
  readonly name: string;
  readonly reason: string;
  readonly kind: "genre" | "record" | "cart" | "members";
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

/** Who buys. */
export interface Buyer {
  readonly isMember: boolean;
}

/** The discounts whose condition a record and its buyer meet, best first. They do not add up: the best is applied. */
export function discountsOf(
  record: Discountable,
  rules: readonly DiscountRule[],
  buyer: Buyer,
): readonly AppliedDiscount[] {
  return rules
    .filter((rule) => meets(record, rule, buyer))
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

function meets(record: Discountable, rule: DiscountRule, buyer: Buyer): boolean {
  if (rule.kind === "members") return buyer.isMember;
  if (rule.kind === "genre") return rule.genreId === record.genreId;
  return rule.kind === "record" && rule.recordId === record.id;
}
