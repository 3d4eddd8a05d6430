/** What a record can be, smallest first. */
export const formats = ["7-inch", "10-inch", "LP", "Double LP", "Box set"] as const;
export type Format = (typeof formats)[number];
