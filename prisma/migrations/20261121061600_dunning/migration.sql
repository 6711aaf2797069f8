-- AlterTable
ALTER TABLE "invoices" ADD COLUMN     "dunned_through" TIMESTAMPTZ(3),
ADD COLUMN     "dunning_from" TIMESTAMPTZ(3);

-- What Prisma cannot say.

-- Only what is open is asked for.
UPDATE "invoices" SET "next_dunning_at" = NULL WHERE "status" <> 'open';
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_dunning_check" CHECK ("next_dunning_at" IS NULL OR "status" = 'open');
-- Those that were opened before there was a schedule begin with it now.
UPDATE "invoices" SET "next_dunning_at" = now(), "dunning_from" = now() WHERE "status" = 'open' AND "next_dunning_at" IS NULL;
