-- AlterTable
ALTER TABLE "plans" ADD COLUMN     "mint_transaction_id" TEXT;

-- CreateTable
CREATE TABLE "quotes" (
    "merchant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "subscription_id" TEXT NOT NULL,
    "rail" TEXT NOT NULL,
    "periods" INTEGER NOT NULL,
    "amount" DECIMAL(38,0) NOT NULL,
    "currency" TEXT NOT NULL,
    "transaction_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "quotes_pkey" PRIMARY KEY ("merchant_id","id")
);

-- DropIndex
DROP INDEX "payments_merchant_id_subscription_id_idx";

-- DropIndex
DROP INDEX "subscriptions_merchant_id_customer_id_idx";

-- DropIndex
DROP INDEX "subscriptions_merchant_id_plan_id_idx";

-- CreateIndex
CREATE INDEX "quotes_merchant_id_subscription_id_id_idx" ON "quotes"("merchant_id", "subscription_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "quotes_merchant_id_transaction_id_key" ON "quotes"("merchant_id", "transaction_id");

-- CreateIndex
CREATE INDEX "customers_address_idx" ON "customers"("address");

-- CreateIndex
CREATE INDEX "payments_merchant_id_subscription_id_id_idx" ON "payments"("merchant_id", "subscription_id", "id");

-- CreateIndex
CREATE INDEX "subscriptions_merchant_id_customer_id_id_idx" ON "subscriptions"("merchant_id", "customer_id", "id");

-- CreateIndex
CREATE INDEX "subscriptions_merchant_id_plan_id_id_idx" ON "subscriptions"("merchant_id", "plan_id", "id");

-- CreateIndex
CREATE INDEX "subscriptions_merchant_id_status_id_idx" ON "subscriptions"("merchant_id", "status", "id");

-- AddForeignKey
ALTER TABLE "quotes" ADD CONSTRAINT "quotes_merchant_id_subscription_id_fkey" FOREIGN KEY ("merchant_id", "subscription_id") REFERENCES "subscriptions"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma cannot say: which columns go together.

-- A plan can be on sale only with the token that subscribers' transactions refer to.
ALTER TABLE "plans"
  ADD CONSTRAINT "plans_app_check" CHECK (("app_identity" IS NULL) = ("app_vk" IS NULL)),
  ADD CONSTRAINT "plans_minted_check"
    CHECK ("status" <> 'active' OR ("app_identity" IS NOT NULL AND "nft_txid" IS NOT NULL)),
  ADD CONSTRAINT "plans_archived_check" CHECK (("status" = 'archived') = ("archived_at" IS NOT NULL));

ALTER TABLE "quotes"
  ADD CONSTRAINT "quotes_amount_check" CHECK ("amount" > 0 AND "periods" > 0);

-- Nothing is active without paid time, and nothing with paid time still waits for its first payment.
ALTER TABLE "subscriptions"
  ADD CONSTRAINT "subscriptions_covered_check" CHECK (
    ("status" NOT IN ('active', 'past_due') OR "paid_through" IS NOT NULL)
    AND ("status" <> 'incomplete' OR "paid_through" IS NULL)),
  ADD CONSTRAINT "subscriptions_run_check" CHECK ("paid_through" > "anchor_at");

ALTER TABLE "payments"
  ADD CONSTRAINT "payments_settled_at_check" CHECK (("status" = 'settled') = ("settled_at" IS NOT NULL));
