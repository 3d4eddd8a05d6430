CREATE TABLE "users" (
  "id" TEXT PRIMARY KEY NOT NULL DEFAULT (printf('%08x-%04x-7%03x-%04x-%012x', CAST(unixepoch('subsec') * 1000 AS INTEGER) >> 16, CAST(unixepoch('subsec') * 1000 AS INTEGER) & 65535, random() & 4095, 32768 | (random() & 16383), random() & 281474976710655)),
  "email" TEXT NOT NULL CONSTRAINT "users.email" CHECK (length("email") <= 254),
  "emailKey" TEXT NOT NULL,
  "name" TEXT,
  "createdAt" INTEGER NOT NULL,
  "disabledAt" INTEGER
) STRICT;
ALTER TABLE "records" ADD COLUMN "version" INTEGER NOT NULL DEFAULT (0);
CREATE TABLE "servery_new_discounts" (
  "code" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "kind" TEXT NOT NULL CONSTRAINT "discounts.kind" CHECK ("kind" IN ('genre', 'record', 'cart', 'members')),
  "genreId" INTEGER REFERENCES "genres" ("id") ON DELETE RESTRICT,
  "recordId" INTEGER REFERENCES "records" ("id") ON DELETE RESTRICT,
  "fromCopies" INTEGER,
  "basisPoints" INTEGER NOT NULL CONSTRAINT "discounts.basisPoints" CHECK ("basisPoints" BETWEEN 1 AND 9000),
  PRIMARY KEY ("code"),
  CONSTRAINT "discounts.1" CHECK ((kind = 'genre') = (genreId IS NOT NULL)),
  CONSTRAINT "discounts.2" CHECK ((kind = 'record') = (recordId IS NOT NULL)),
  CONSTRAINT "discounts.3" CHECK ((kind = 'cart') = (fromCopies IS NOT NULL))
) STRICT;
INSERT INTO "servery_new_discounts" ("code", "name", "reason", "kind", "genreId", "recordId", "fromCopies", "basisPoints") SELECT "code", "name", "reason", "kind", CAST("genreId" AS TEXT), CAST("recordId" AS TEXT), "fromCopies", "basisPoints" FROM "discounts";
DROP TABLE "discounts";
PRAGMA legacy_alter_table = ON;
ALTER TABLE "servery_new_discounts" RENAME TO "discounts";
PRAGMA legacy_alter_table = OFF;
CREATE TABLE "servery_new_orders" (
  "id" TEXT PRIMARY KEY NOT NULL DEFAULT (printf('%08x-%04x-7%03x-%04x-%012x', CAST(unixepoch('subsec') * 1000 AS INTEGER) >> 16, CAST(unixepoch('subsec') * 1000 AS INTEGER) & 65535, random() & 4095, 32768 | (random() & 16383), random() & 281474976710655)),
  "number" TEXT NOT NULL,
  "keyHash" TEXT NOT NULL,
  "userId" TEXT REFERENCES "users" ("id") ON DELETE SET NULL,
  "placedAt" INTEGER NOT NULL,
  "state" TEXT NOT NULL DEFAULT ('placed') CONSTRAINT "orders.state" CHECK ("state" IN ('placed', 'shipped', 'cancelled')),
  "region" TEXT NOT NULL,
  "regionName" TEXT NOT NULL,
  "delivery" TEXT NOT NULL,
  "customerName" TEXT,
  "customerEmail" TEXT,
  "street" TEXT,
  "postalCode" TEXT,
  "city" TEXT,
  "totals" TEXT NOT NULL CONSTRAINT "orders.totals" CHECK (json_valid("totals"))
) STRICT;
INSERT INTO "servery_new_orders" ("id", "number", "keyHash", "placedAt", "region", "regionName", "delivery", "customerName", "customerEmail", "street", "postalCode", "city", "totals") SELECT "id", "number", "keyHash", "placedAt", "region", "regionName", "delivery", "customerName", "customerEmail", "street", "postalCode", "city", "totals" FROM "orders";
DROP TABLE "orders";
PRAGMA legacy_alter_table = ON;
ALTER TABLE "servery_new_orders" RENAME TO "orders";
PRAGMA legacy_alter_table = OFF;
CREATE TABLE "memberships" (
  "id" TEXT PRIMARY KEY NOT NULL DEFAULT (printf('%08x-%04x-7%03x-%04x-%012x', CAST(unixepoch('subsec') * 1000 AS INTEGER) >> 16, CAST(unixepoch('subsec') * 1000 AS INTEGER) & 65535, random() & 4095, 32768 | (random() & 16383), random() & 281474976710655)),
  "userId" TEXT NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE,
  "since" INTEGER NOT NULL,
  "until" INTEGER NOT NULL
) STRICT;
CREATE TABLE "invoices" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "customerId" INTEGER NOT NULL,
  "date" TEXT NOT NULL CONSTRAINT "invoices.date" CHECK (length("date") = 10),
  "city" TEXT NOT NULL,
  "country" TEXT NOT NULL,
  "totalCents" INTEGER NOT NULL CONSTRAINT "invoices.totalCents" CHECK ("totalCents" >= 0)
) STRICT;
CREATE TABLE "invoiceLines" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "invoiceId" INTEGER NOT NULL REFERENCES "invoices" ("id") ON DELETE CASCADE,
  "trackId" INTEGER NOT NULL,
  "genre" TEXT NOT NULL,
  "priceCents" INTEGER NOT NULL CONSTRAINT "invoiceLines.priceCents" CHECK ("priceCents" >= 0),
  "quantity" INTEGER NOT NULL CONSTRAINT "invoiceLines.quantity" CHECK ("quantity" > 0)
) STRICT;
CREATE UNIQUE INDEX "users_emailKey_unique" ON "users" ("emailKey");
CREATE INDEX "discounts_genreId_index" ON "discounts" ("genreId");
CREATE INDEX "discounts_recordId_index" ON "discounts" ("recordId");
CREATE UNIQUE INDEX "orders_number_unique" ON "orders" ("number");
CREATE UNIQUE INDEX "orders_keyHash_unique" ON "orders" ("keyHash");
CREATE INDEX "orders_userId_placedAt_index" ON "orders" ("userId", "placedAt");
CREATE INDEX "orders_placedAt_id_index" ON "orders" ("placedAt", "id");
CREATE INDEX "orders_state_placedAt_index" ON "orders" ("state", "placedAt");
CREATE UNIQUE INDEX "memberships_userId_unique" ON "memberships" ("userId");
CREATE INDEX "memberships_since_id_index" ON "memberships" ("since", "id");
CREATE INDEX "invoices_date_index" ON "invoices" ("date");
CREATE INDEX "invoiceLines_invoiceId_index" ON "invoiceLines" ("invoiceId");
