-- As `servery migrate` writes it from tables.ts.
CREATE TABLE "products" (
  "id" TEXT PRIMARY KEY NOT NULL DEFAULT (printf('%08x-%04x-7%03x-%04x-%012x', CAST(unixepoch('subsec') * 1000 AS INTEGER) >> 16, CAST(unixepoch('subsec') * 1000 AS INTEGER) & 65535, random() & 4095, 32768 | (random() & 16383), random() & 281474976710655)),
  "name" TEXT NOT NULL,
  "artist" TEXT NOT NULL,
  "description" TEXT NOT NULL,
  "priceCents" INTEGER NOT NULL,
  "stock" INTEGER NOT NULL CONSTRAINT "products.stock" CHECK ("stock" >= 0),
  "supplierCents" INTEGER NOT NULL
) STRICT;
CREATE TABLE "orders" (
  "id" TEXT PRIMARY KEY NOT NULL DEFAULT (printf('%08x-%04x-7%03x-%04x-%012x', CAST(unixepoch('subsec') * 1000 AS INTEGER) >> 16, CAST(unixepoch('subsec') * 1000 AS INTEGER) & 65535, random() & 4095, 32768 | (random() & 16383), random() & 281474976710655)),
  "totalCents" INTEGER NOT NULL
) STRICT;
CREATE TABLE "orderLines" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "orderId" TEXT NOT NULL REFERENCES "orders" ("id") ON DELETE RESTRICT,
  "productId" TEXT NOT NULL REFERENCES "products" ("id") ON DELETE RESTRICT,
  "quantity" INTEGER NOT NULL,
  "priceCents" INTEGER NOT NULL
) STRICT;
CREATE INDEX "orderLines_orderId_index" ON "orderLines" ("orderId");
