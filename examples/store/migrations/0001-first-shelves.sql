CREATE TABLE "genres" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "name" TEXT NOT NULL,
  "records" INTEGER NOT NULL CONSTRAINT "genres.records" CHECK ("records" > 0)
) STRICT;
CREATE TABLE "artists" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "name" TEXT NOT NULL,
  "records" INTEGER NOT NULL CONSTRAINT "artists.records" CHECK ("records" > 0)
) STRICT;
CREATE TABLE "records" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "title" TEXT NOT NULL,
  "artistId" INTEGER NOT NULL REFERENCES "artists" ("id") ON DELETE RESTRICT,
  "genreId" INTEGER NOT NULL REFERENCES "genres" ("id") ON DELETE RESTRICT,
  "format" TEXT NOT NULL CONSTRAINT "records.format" CHECK ("format" IN ('7-inch', '10-inch', 'LP', 'Double LP', 'Box set')),
  "baseCents" INTEGER NOT NULL CONSTRAINT "records.baseCents" CHECK ("baseCents" > 0),
  "stock" INTEGER NOT NULL CONSTRAINT "records.stock" CHECK ("stock" >= 0),
  "searchText" TEXT NOT NULL,
  "titleKey" TEXT NOT NULL,
  "artistKey" TEXT NOT NULL,
  "note" TEXT,
  "featured" INTEGER NOT NULL DEFAULT (0)
) STRICT;
CREATE TABLE "tracks" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "recordId" INTEGER NOT NULL REFERENCES "records" ("id") ON DELETE RESTRICT,
  "position" INTEGER NOT NULL,
  "name" TEXT NOT NULL,
  "composer" TEXT,
  "milliseconds" INTEGER NOT NULL,
  "baseCents" INTEGER NOT NULL CONSTRAINT "tracks.baseCents" CHECK ("baseCents" > 0)
) STRICT;
CREATE TABLE "regions" (
  "code" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "currency" TEXT NOT NULL CONSTRAINT "regions.currency" CHECK (length("currency") = 3),
  "rateBasisPoints" INTEGER NOT NULL CONSTRAINT "regions.rateBasisPoints" CHECK ("rateBasisPoints" > 0),
  "taxName" TEXT NOT NULL,
  "taxBasisPoints" INTEGER NOT NULL CONSTRAINT "regions.taxBasisPoints" CHECK ("taxBasisPoints" BETWEEN 0 AND 10000),
  "taxIncluded" INTEGER NOT NULL CONSTRAINT "regions.taxIncluded" CHECK ("taxIncluded" IN (0, 1)),
  "roundToCents" INTEGER NOT NULL CONSTRAINT "regions.roundToCents" CHECK ("roundToCents" > 0),
  "shippingCents" INTEGER NOT NULL CONSTRAINT "regions.shippingCents" CHECK ("shippingCents" >= 0),
  "freeShippingFromCents" INTEGER NOT NULL CONSTRAINT "regions.freeShippingFromCents" CHECK ("freeShippingFromCents" >= 0),
  "delivery" TEXT NOT NULL,
  PRIMARY KEY ("code")
) STRICT;
CREATE TABLE "discounts" (
  "code" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "kind" TEXT NOT NULL CONSTRAINT "discounts.kind" CHECK ("kind" IN ('genre', 'record', 'cart')),
  "genreId" INTEGER REFERENCES "genres" ("id") ON DELETE RESTRICT,
  "recordId" INTEGER REFERENCES "records" ("id") ON DELETE RESTRICT,
  "fromCopies" INTEGER,
  "basisPoints" INTEGER NOT NULL CONSTRAINT "discounts.basisPoints" CHECK ("basisPoints" BETWEEN 1 AND 9000),
  PRIMARY KEY ("code"),
  CONSTRAINT "discounts.1" CHECK ((kind = 'genre') = (genreId IS NOT NULL)),
  CONSTRAINT "discounts.2" CHECK ((kind = 'record') = (recordId IS NOT NULL)),
  CONSTRAINT "discounts.3" CHECK ((kind = 'cart') = (fromCopies IS NOT NULL))
) STRICT;
CREATE TABLE "orders" (
  "id" TEXT PRIMARY KEY NOT NULL DEFAULT (printf('%08x-%04x-7%03x-%04x-%012x', CAST(unixepoch('subsec') * 1000 AS INTEGER) >> 16, CAST(unixepoch('subsec') * 1000 AS INTEGER) & 65535, random() & 4095, 32768 | (random() & 16383), random() & 281474976710655)),
  "number" TEXT NOT NULL,
  "keyHash" TEXT NOT NULL,
  "placedAt" INTEGER NOT NULL,
  "region" TEXT NOT NULL,
  "regionName" TEXT NOT NULL,
  "delivery" TEXT NOT NULL,
  "customerName" TEXT NOT NULL,
  "customerEmail" TEXT NOT NULL,
  "street" TEXT,
  "postalCode" TEXT,
  "city" TEXT,
  "totals" TEXT NOT NULL CONSTRAINT "orders.totals" CHECK (json_valid("totals"))
) STRICT;
CREATE TABLE "orderLines" (
  "id" TEXT PRIMARY KEY NOT NULL DEFAULT (printf('%08x-%04x-7%03x-%04x-%012x', CAST(unixepoch('subsec') * 1000 AS INTEGER) >> 16, CAST(unixepoch('subsec') * 1000 AS INTEGER) & 65535, random() & 4095, 32768 | (random() & 16383), random() & 281474976710655)),
  "orderId" TEXT NOT NULL REFERENCES "orders" ("id") ON DELETE CASCADE,
  "position" INTEGER NOT NULL,
  "kind" TEXT NOT NULL CONSTRAINT "orderLines.kind" CHECK ("kind" IN ('record', 'track')),
  "recordId" INTEGER NOT NULL,
  "recordTitle" TEXT NOT NULL,
  "genre" TEXT NOT NULL,
  "trackId" INTEGER,
  "title" TEXT NOT NULL,
  "artist" TEXT NOT NULL,
  "quantity" INTEGER NOT NULL CONSTRAINT "orderLines.quantity" CHECK ("quantity" > 0),
  "unitListCents" INTEGER NOT NULL,
  "unitCents" INTEGER NOT NULL,
  "totalCents" INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX "genres_name_unique" ON "genres" ("name");
CREATE UNIQUE INDEX "artists_name_unique" ON "artists" ("name");
CREATE INDEX "records_artistId_index" ON "records" ("artistId");
CREATE INDEX "records_genreId_index" ON "records" ("genreId");
CREATE INDEX "records_titleKey_id_index" ON "records" ("titleKey", "id");
CREATE INDEX "records_artistKey_id_index" ON "records" ("artistKey", "id");
CREATE INDEX "records_featured_id_index" ON "records" ("featured", "id");
CREATE UNIQUE INDEX "tracks_recordId_position_unique" ON "tracks" ("recordId", "position");
CREATE UNIQUE INDEX "regions_name_unique" ON "regions" ("name");
CREATE INDEX "discounts_genreId_index" ON "discounts" ("genreId");
CREATE INDEX "discounts_recordId_index" ON "discounts" ("recordId");
CREATE UNIQUE INDEX "orders_number_unique" ON "orders" ("number");
CREATE UNIQUE INDEX "orders_keyHash_unique" ON "orders" ("keyHash");
CREATE UNIQUE INDEX "orderLines_orderId_position_unique" ON "orderLines" ("orderId", "position");
CREATE INDEX "orderLines_recordId_index" ON "orderLines" ("recordId");
