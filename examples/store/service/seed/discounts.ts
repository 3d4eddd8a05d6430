import type { DiscountRule } from "../pricing/discounts.ts";

type Rule = Pick<DiscountRule, "code" | "name" | "reason" | "basisPoints"> & Partial<DiscountRule>;

const onGenre = (genreId: number, rule: Rule): DiscountRule => ({
  ...none,
  ...rule,
  kind: "genre",
  genreId,
});
const onRecord = (recordId: number, rule: Rule): DiscountRule => ({
  ...none,
  ...rule,
  kind: "record",
  recordId,
});
const onCart = (fromCopies: number, rule: Rule): DiscountRule => ({
  ...none,
  ...rule,
  kind: "cart",
  fromCopies,
});
const none = { genreId: null, recordId: null, fromCopies: null } as const;

const corner = {
  name: "Bumped corner",
  reason: "The sleeve has a bumped corner; the record is as new",
  basisPoints: 2000,
};
const deep = {
  name: "Too many of them",
  reason: "We ordered with our hearts and need the shelf",
  basisPoints: 2500,
};

/** Genres by their number in the catalogue: 16 World, 2 Jazz, 24 Classical. */
export const discountRows: readonly DiscountRule[] = [
  onGenre(16, {
    code: "WORLD-TOUR",
    name: "World tour",
    reason: "All of World is reduced while the racks are rebuilt",
    basisPoints: 1500,
  }),
  onGenre(2, {
    code: "LATE-SET",
    name: "Late set",
    reason: "Jazz costs less this season",
    basisPoints: 1000,
  }),
  ...[3, 46, 129, 215, 238].map((id) => onRecord(id, { code: `CORNER-${id}`, ...corner })),
  ...[23, 151, 236, 301].map((id) => onRecord(id, { code: `SHELF-${id}`, ...deep })),
  onRecord(124, {
    code: "SMALL-COFFEE",
    name: "A small coffee",
    reason: "Our pick of the week, for the price of a coffee less",
    basisPoints: 800,
  }),
  {
    ...none,
    kind: "members",
    code: "MEMBERS",
    name: "Members' price",
    reason: "Members of the shop pay less for every record",
    basisPoints: 1800,
  },
  onCart(5, {
    code: "CRATE",
    name: "Crate discount",
    reason: "Five records or more leave the shop together",
    basisPoints: 1000,
  }),
];
