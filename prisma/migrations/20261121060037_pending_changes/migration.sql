-- AlterTable
ALTER TABLE "subscriptions" ADD COLUMN     "pending_price_id" TEXT,
ADD COLUMN     "pending_quantity" INTEGER;

-- What Prisma cannot say.
ALTER TABLE "subscriptions"
  ADD CONSTRAINT "subscriptions_pending_check" CHECK (("pending_price_id" IS NULL) = ("pending_quantity" IS NULL)
    AND "pending_quantity" >= 1);
