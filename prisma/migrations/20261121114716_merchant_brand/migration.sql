-- locks: merchants has one short row for each merchant, checked in milliseconds
-- AlterTable
ALTER TABLE "merchants" ADD COLUMN "brand_color" TEXT,
ADD COLUMN "logo_hash" TEXT,
ADD COLUMN "logo_height" INTEGER,
ADD COLUMN "logo_width" INTEGER;

-- CreateTable
CREATE TABLE "merchant_logos" (
    "merchant_id" TEXT NOT NULL,
    "png" BYTEA NOT NULL,

    CONSTRAINT "merchant_logos_pkey" PRIMARY KEY ("merchant_id")
);

-- AddForeignKey
ALTER TABLE "merchant_logos" ADD CONSTRAINT "merchant_logos_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "merchants"
  ADD CONSTRAINT "merchants_brand_color_check" CHECK ("brand_color" ~ '^#[0-9a-f]{6}$'),
  ADD CONSTRAINT "merchants_logo_check" CHECK (num_nulls("logo_hash", "logo_width", "logo_height") IN (0, 3));
ALTER TABLE "merchant_logos" ADD CONSTRAINT "merchant_logos_size_check" CHECK (octet_length("png") <= 262144);
