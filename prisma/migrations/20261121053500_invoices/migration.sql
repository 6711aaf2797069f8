-- DropIndex
DROP INDEX "payments_merchant_id_transaction_id_key";

-- DropIndex
DROP INDEX "quotes_merchant_id_transaction_id_key";

-- AlterTable
ALTER TABLE "customers" ADD COLUMN     "email" TEXT,
ADD COLUMN     "metadata" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "name" TEXT;

-- AlterTable
ALTER TABLE "payments" ADD COLUMN     "bookings" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "invoice_amount" DECIMAL(38,0),
ADD COLUMN     "invoice_id" TEXT,
ADD COLUMN     "late" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "quote_id" TEXT,
ADD COLUMN     "reference" TEXT,
ALTER COLUMN "subscription_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "plans" ADD COLUMN     "features" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "on_chain" BOOLEAN NOT NULL DEFAULT true;

-- AlterTable
ALTER TABLE "prices" ADD COLUMN     "active" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "grace_days" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "nickname" TEXT,
ADD COLUMN     "on_chain" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "setup_fee" DECIMAL(38,0) NOT NULL DEFAULT 0,
ADD COLUMN     "trial_days" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "quotes" ADD COLUMN     "expires_at" TIMESTAMPTZ(3),
ADD COLUMN     "instructions" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "invoice_amount" DECIMAL(38,0),
ADD COLUMN     "invoice_id" TEXT,
ADD COLUMN     "reference" TEXT,
ALTER COLUMN "subscription_id" DROP NOT NULL,
ALTER COLUMN "transaction_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "subscriptions" ADD COLUMN     "access_until" TIMESTAMPTZ(3),
ADD COLUMN     "auto_rail" TEXT,
ADD COLUMN     "cancel_at_period_end" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "canceled_at" TIMESTAMPTZ(3),
ADD COLUMN     "metadata" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "paused_at" TIMESTAMPTZ(3),
ADD COLUMN     "quantity" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "renews_at" TIMESTAMPTZ(3),
ADD COLUMN     "trial_ends_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "subscription_steps" (
    "merchant_id" TEXT NOT NULL,
    "subscription_id" TEXT NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3),
    "until" TIMESTAMPTZ(3),
    "invoice_id" TEXT,
    "price_id" TEXT,
    "quantity" INTEGER,
    "restart" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "subscription_steps_pkey" PRIMARY KEY ("merchant_id","subscription_id","number")
);

-- CreateTable
CREATE TABLE "invoice_numbers" (
    "merchant_id" TEXT NOT NULL,
    "next" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "invoice_numbers_pkey" PRIMARY KEY ("merchant_id")
);

-- CreateTable
CREATE TABLE "invoices" (
    "merchant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "number" INTEGER,
    "status" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "subscription_id" TEXT,
    "currency" TEXT NOT NULL,
    "subtotal" DECIMAL(38,0) NOT NULL,
    "tax" DECIMAL(38,0) NOT NULL DEFAULT 0,
    "total" DECIMAL(38,0) NOT NULL,
    "tolerance" DECIMAL(38,0) NOT NULL DEFAULT 0,
    "credit" DECIMAL(38,0) NOT NULL DEFAULT 0,
    "paid" DECIMAL(38,0) NOT NULL DEFAULT 0,
    "overpaid" DECIMAL(38,0) NOT NULL DEFAULT 0,
    "paid_late" BOOLEAN NOT NULL DEFAULT false,
    "periods" INTEGER NOT NULL DEFAULT 0,
    "period_start" TIMESTAMPTZ(3),
    "period_end" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "opened_at" TIMESTAMPTZ(3),
    "paid_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "completed_number" BIGINT,
    "dunning_step" INTEGER NOT NULL DEFAULT 0,
    "next_dunning_at" TIMESTAMPTZ(3),
    "revision" INTEGER NOT NULL DEFAULT 0,
    "memo" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "invoices_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "invoice_lines" (
    "merchant_id" TEXT NOT NULL,
    "invoice_id" TEXT NOT NULL,
    "line" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "unit_amount" DECIMAL(38,0) NOT NULL,
    "amount" DECIMAL(38,0) NOT NULL,
    "tax_rate_ppm" INTEGER,
    "period_start" TIMESTAMPTZ(3),
    "period_end" TIMESTAMPTZ(3),

    CONSTRAINT "invoice_lines_pkey" PRIMARY KEY ("merchant_id","invoice_id","line")
);

-- CreateTable
CREATE TABLE "billing_policies" (
    "merchant_id" TEXT NOT NULL,
    "invoice_lead_hours" INTEGER NOT NULL DEFAULT 72,
    "due_hours" INTEGER NOT NULL DEFAULT 72,
    "tolerance_bps" INTEGER NOT NULL DEFAULT 0,
    "dunning" JSONB,
    "invoice_prefix" TEXT NOT NULL DEFAULT 'INV-',

    CONSTRAINT "billing_policies_pkey" PRIMARY KEY ("merchant_id")
);

-- What was offered and paid so far becomes invoices: one for each quote, and one for each payment that had none.
-- Their ids keep the unique part of what they come from.
INSERT INTO "invoices" ("merchant_id", "id", "status", "kind", "customer_id", "subscription_id", "currency", "subtotal",
  "total", "periods", "due_at", "opened_at", "created_at", "updated_at")
SELECT q."merchant_id", replace(q."id", 'quote_', 'inv_'), 'open', 'first', s."customer_id", q."subscription_id",
  q."currency", q."amount", q."amount", q."periods", q."created_at", q."created_at", q."created_at", q."created_at"
FROM "quotes" q JOIN "subscriptions" s ON s."merchant_id" = q."merchant_id" AND s."id" = q."subscription_id";
UPDATE "quotes" SET "invoice_id" = replace("id", 'quote_', 'inv_'), "reference" = "transaction_id",
  "invoice_amount" = "amount";
UPDATE "payments" p SET "invoice_id" = q."invoice_id", "quote_id" = q."id" FROM "quotes" q
WHERE q."merchant_id" = p."merchant_id" AND q."transaction_id" = p."transaction_id";
INSERT INTO "invoices" ("merchant_id", "id", "status", "kind", "customer_id", "subscription_id", "currency", "subtotal",
  "total", "periods", "due_at", "opened_at", "created_at", "updated_at")
SELECT p."merchant_id", replace(p."id", 'pay_', 'inv_'), 'open', 'prepaid', s."customer_id", p."subscription_id",
  p."currency", p."amount", p."amount", p."periods", p."created_at", p."created_at", p."created_at", p."created_at"
FROM "payments" p JOIN "subscriptions" s ON s."merchant_id" = p."merchant_id" AND s."id" = p."subscription_id"
WHERE p."invoice_id" IS NULL;
UPDATE "payments" SET "invoice_id" = replace("id", 'pay_', 'inv_') WHERE "invoice_id" IS NULL;
UPDATE "payments" SET "reference" = coalesce("transaction_id", "id"), "invoice_amount" = "amount";
UPDATE "invoices" i SET "status" = 'paid', "paid" = p."amount", "paid_at" = p."confirmed_at",
  "completed_number" = nextval('subscription_steps_number_seq')
FROM "payments" p WHERE p."merchant_id" = i."merchant_id" AND p."invoice_id" = i."id" AND p."status" = 'settled'
  AND p."flag" IS NULL;
UPDATE "invoices" i SET "number" = n."number" FROM (
  SELECT "merchant_id", "id", row_number() OVER (PARTITION BY "merchant_id" ORDER BY "created_at", "id") AS "number"
  FROM "invoices") n WHERE n."merchant_id" = i."merchant_id" AND n."id" = i."id";
INSERT INTO "invoice_numbers" ("merchant_id", "next") SELECT "merchant_id", max("number") + 1 FROM "invoices" GROUP BY 1;
INSERT INTO "invoice_lines" ("merchant_id", "invoice_id", "line", "kind", "description", "quantity", "unit_amount", "amount")
SELECT "merchant_id", "id", 1, 'plan', 'Periods bought', greatest("periods", 1), "total" / greatest("periods", 1), "total"
FROM "invoices";
UPDATE "subscriptions" SET "access_until" = "paid_through" WHERE "status" IN ('active', 'past_due');

ALTER TABLE "quotes" ALTER COLUMN "invoice_id" SET NOT NULL, ALTER COLUMN "reference" SET NOT NULL,
  ALTER COLUMN "invoice_amount" SET NOT NULL;
ALTER TABLE "payments" ALTER COLUMN "invoice_id" SET NOT NULL, ALTER COLUMN "reference" SET NOT NULL;

-- CreateIndex
CREATE INDEX "invoices_merchant_id_customer_id_id_idx" ON "invoices"("merchant_id", "customer_id", "id");

-- CreateIndex
CREATE INDEX "invoices_merchant_id_subscription_id_id_idx" ON "invoices"("merchant_id", "subscription_id", "id");

-- CreateIndex
CREATE INDEX "invoices_merchant_id_status_id_idx" ON "invoices"("merchant_id", "status", "id");

-- CreateIndex
CREATE UNIQUE INDEX "invoices_id_key" ON "invoices"("id");

-- CreateIndex
CREATE UNIQUE INDEX "invoices_merchant_id_number_key" ON "invoices"("merchant_id", "number");

-- CreateIndex
CREATE INDEX "payments_merchant_id_transaction_id_idx" ON "payments"("merchant_id", "transaction_id");

-- CreateIndex
CREATE INDEX "payments_merchant_id_invoice_id_id_idx" ON "payments"("merchant_id", "invoice_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "payments_merchant_id_rail_reference_key" ON "payments"("merchant_id", "rail", "reference");

-- CreateIndex
CREATE INDEX "quotes_merchant_id_invoice_id_id_idx" ON "quotes"("merchant_id", "invoice_id", "id");

-- CreateIndex
CREATE INDEX "quotes_merchant_id_transaction_id_idx" ON "quotes"("merchant_id", "transaction_id");

-- CreateIndex
CREATE UNIQUE INDEX "quotes_merchant_id_rail_reference_key" ON "quotes"("merchant_id", "rail", "reference");

-- AddForeignKey
ALTER TABLE "subscription_steps" ADD CONSTRAINT "subscription_steps_merchant_id_subscription_id_fkey" FOREIGN KEY ("merchant_id", "subscription_id") REFERENCES "subscriptions"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_merchant_id_customer_id_fkey" FOREIGN KEY ("merchant_id", "customer_id") REFERENCES "customers"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_merchant_id_subscription_id_fkey" FOREIGN KEY ("merchant_id", "subscription_id") REFERENCES "subscriptions"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice_lines" ADD CONSTRAINT "invoice_lines_merchant_id_invoice_id_fkey" FOREIGN KEY ("merchant_id", "invoice_id") REFERENCES "invoices"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quotes" ADD CONSTRAINT "quotes_merchant_id_invoice_id_fkey" FOREIGN KEY ("merchant_id", "invoice_id") REFERENCES "invoices"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payments" ADD CONSTRAINT "payments_merchant_id_invoice_id_fkey" FOREIGN KEY ("merchant_id", "invoice_id") REFERENCES "invoices"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "billing_policies" ADD CONSTRAINT "billing_policies_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma cannot say.

ALTER TABLE "prices"
  ADD CONSTRAINT "prices_terms_check" CHECK ("setup_fee" >= 0 AND "trial_days" BETWEEN 0 AND 730 AND "grace_days" BETWEEN 0 AND 365),
  ADD CONSTRAINT "prices_on_chain_check" CHECK (NOT "on_chain" OR ("setup_fee" = 0));
-- One price of a plan is that of its token.
CREATE UNIQUE INDEX "prices_one_on_chain" ON "prices" ("merchant_id", "plan_id") WHERE "on_chain" AND "active";

ALTER TABLE "plans"
  DROP CONSTRAINT "plans_minted_check",
  ADD CONSTRAINT "plans_minted_check"
    CHECK ("status" <> 'active' OR NOT "on_chain" OR ("app_identity" IS NOT NULL AND "nft_txid" IS NOT NULL));

ALTER TABLE "subscriptions"
  DROP CONSTRAINT "subscriptions_paid_check",
  DROP CONSTRAINT "subscriptions_covered_check",
  DROP CONSTRAINT "subscriptions_run_check",
  ADD CONSTRAINT "subscriptions_run_check"
    CHECK ("paid_periods" >= 0 AND ("anchor_at" IS NULL) = ("paid_through" IS NULL) AND "paid_through" >= "anchor_at"
      AND ("paid_periods" = 0 OR "paid_through" > "anchor_at")),
  -- Nothing grants without paid or trial time, and nothing with it still waits for its first payment.
  ADD CONSTRAINT "subscriptions_covered_check" CHECK (
    ("status" NOT IN ('trialing', 'active', 'past_due', 'paused') OR "paid_through" IS NOT NULL)
    AND ("status" <> 'incomplete' OR "paid_through" IS NULL)
    AND ("access_until" IS NULL OR "status" IN ('trialing', 'active', 'past_due'))
    AND (("status" = 'paused') = ("paused_at" IS NOT NULL))
    AND ("status" NOT IN ('trialing', 'active', 'past_due') OR "access_until" IS NOT NULL)),
  ADD CONSTRAINT "subscriptions_quantity_check" CHECK ("quantity" BETWEEN 1 AND 1000000);

DROP INDEX "subscriptions_due";
-- The clock's work: subscriptions whose paid time runs out, and those that are to be invoiced.
CREATE INDEX "subscriptions_due" ON "subscriptions" ("paid_through") WHERE "status" IN ('trialing', 'active');
CREATE INDEX "subscriptions_renewing" ON "subscriptions" ("renews_at") WHERE "renews_at" IS NOT NULL;

ALTER TABLE "subscription_steps"
  ADD CONSTRAINT "subscription_steps_kind_check" CHECK ("kind" IN ('trial', 'change', 'pause', 'resume', 'end')),
  ADD CONSTRAINT "subscription_steps_at_check" CHECK ("at" IS NOT NULL OR ("kind" = 'change' AND "invoice_id" IS NOT NULL)),
  ADD CONSTRAINT "subscription_steps_trial_check" CHECK (("kind" = 'trial') = ("until" IS NOT NULL)),
  ADD CONSTRAINT "subscription_steps_change_check" CHECK (("kind" = 'change') = ("price_id" IS NOT NULL AND "quantity" IS NOT NULL));

ALTER TABLE "invoices"
  ADD CONSTRAINT "invoices_status_check" CHECK ("status" IN ('draft', 'open', 'paid', 'void', 'uncollectible')),
  ADD CONSTRAINT "invoices_kind_check" CHECK ("kind" IN ('first', 'renewal', 'prepaid', 'change', 'manual')),
  ADD CONSTRAINT "invoices_number_check" CHECK (("status" = 'draft') = ("number" IS NULL)),
  ADD CONSTRAINT "invoices_opened_check" CHECK (("number" IS NULL) = ("opened_at" IS NULL)),
  ADD CONSTRAINT "invoices_amounts_check" CHECK ("total" = "subtotal" + "tax" AND "total" >= 0 AND "tax" >= 0 AND "credit" >= 0
    AND "credit" <= "total" AND "paid" >= 0 AND "overpaid" >= 0 AND "tolerance" >= 0 AND "periods" >= 0),
  ADD CONSTRAINT "invoices_paid_check" CHECK (("status" = 'paid') = ("completed_number" IS NOT NULL)),
  ADD CONSTRAINT "invoices_covered_check" CHECK ("status" <> 'paid' OR ("paid_at" IS NOT NULL AND "paid" + "credit" + "tolerance" >= "total")),
  ADD CONSTRAINT "invoices_renewal_check" CHECK ("kind" <> 'renewal' OR "period_start" IS NOT NULL);
-- A subscription's period is invoiced once.
CREATE UNIQUE INDEX "invoices_one_renewal" ON "invoices" ("merchant_id", "subscription_id", "period_start")
  WHERE "kind" = 'renewal' AND "status" <> 'void';
CREATE INDEX "invoices_dunning" ON "invoices" ("next_dunning_at") WHERE "next_dunning_at" IS NOT NULL;
CREATE INDEX "invoices_open_of_subscription" ON "invoices" ("merchant_id", "subscription_id") WHERE "status" = 'open';

ALTER TABLE "quotes"
  DROP CONSTRAINT "quotes_amount_check",
  ADD CONSTRAINT "quotes_amount_check" CHECK ("amount" > 0 AND "invoice_amount" > 0 AND "periods" >= 0);
ALTER TABLE "billing_policies"
  ADD CONSTRAINT "billing_policies_check" CHECK ("invoice_lead_hours" BETWEEN 0 AND 8760 AND "due_hours" BETWEEN 0 AND 8760
    AND "tolerance_bps" BETWEEN 0 AND 10000);
