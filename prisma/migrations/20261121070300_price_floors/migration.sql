-- AlterTable
ALTER TABLE "prices" ADD COLUMN     "floor_sats" BIGINT;

-- What Prisma cannot say.
ALTER TABLE "prices"
  ADD CONSTRAINT "prices_floor_check" CHECK (CASE WHEN "on_chain" AND "currency" <> 'BTC'
    THEN "floor_sats" IS NOT NULL AND "floor_sats" > 0 ELSE "floor_sats" IS NULL END);
