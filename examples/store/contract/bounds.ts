/** What the contract says in numbers. No schema library here, so that the browser may have it too. */

/** Of a stock, the shop tells at most this many. */
export const stockTold = 10;
/** At most so many copies of one record in an order. */
export const mostCopies = 10;
/** At most so many different things in an order. */
export const mostLines = 50;
/** Records on one page of the list, unless asked otherwise. */
export const pageSize = 24;
/** An order's key: 32 random bytes as base64url. */
export const orderKeyPattern = /^[A-Za-z0-9_-]{43}$/;
/** Orders on one page, unless asked otherwise. */
export const orderPageSize = 10;
/** Records on one page of the administrators' list. */
export const shelfPageSize = 25;
/** What becomes of an order. */
export const orderStates = ["placed", "shipped", "cancelled"] as const;
/** Where the front-end has its pages that mails lead to. */
export const pages = { resetPassword: "/reset-password", invitation: "/invitation" } as const;
/** The role, the plan and the scope by name. */
export const adminRole = "admin";
export const membersPlan = "members";
export const ordersScope = "orders:read";
