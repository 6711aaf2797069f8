-- AlterTable
ALTER TABLE "referrals" ADD COLUMN     "id" TEXT NOT NULL;

-- CreateTable
CREATE TABLE "wallet_day_changes" (
    "account_number" BIGINT NOT NULL,
    "day" DATE NOT NULL,
    "change" DECIMAL(38,0) NOT NULL,

    CONSTRAINT "wallet_day_changes_pkey" PRIMARY KEY ("account_number","day")
);

-- CreateTable
CREATE TABLE "wallet_day_cursor" (
    "id" BOOLEAN NOT NULL DEFAULT true,
    "posting_number" BIGINT NOT NULL,

    CONSTRAINT "wallet_day_cursor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "wallet_day_rates" (
    "day" DATE NOT NULL,
    "currency" TEXT NOT NULL,
    "numerator" DECIMAL NOT NULL,
    "denominator" DECIMAL NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wallet_day_rates_pkey" PRIMARY KEY ("day","currency")
);

-- CreateTable
CREATE TABLE "wallet_allocations" (
    "person_id" TEXT NOT NULL,
    "currencies" TEXT[],
    "bps" INTEGER[],
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wallet_allocations_pkey" PRIMARY KEY ("person_id")
);

-- CreateTable
CREATE TABLE "savings_rates" (
    "currency" TEXT NOT NULL,
    "from_day" DATE NOT NULL,
    "rate_ppm" INTEGER NOT NULL,
    "set_by" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "savings_rates_pkey" PRIMARY KEY ("currency","from_day")
);

-- CreateTable
CREATE TABLE "savings_accruals" (
    "account_id" TEXT NOT NULL,
    "accrued_through" DATE NOT NULL,
    "entry" BIGINT NOT NULL DEFAULT 0,
    "remainder" BIGINT NOT NULL DEFAULT 0,
    "paid" DECIMAL(38,0) NOT NULL DEFAULT 0,

    CONSTRAINT "savings_accruals_pkey" PRIMARY KEY ("account_id")
);

-- DropIndex
DROP INDEX "referrals_referrer_id_idx";

-- CreateIndex
CREATE UNIQUE INDEX "referrals_id_key" ON "referrals"("id");

-- CreateIndex
CREATE INDEX "referrals_referrer_id_id_idx" ON "referrals"("referrer_id", "id");

-- CreateIndex
CREATE INDEX "savings_accruals_accrued_through_account_id_idx" ON "savings_accruals"("accrued_through", "account_id");

-- What Prisma cannot say.
ALTER TABLE "wallet_day_cursor" ADD CONSTRAINT "wallet_day_cursor_one_check" CHECK ("id");
INSERT INTO "wallet_day_cursor" ("posting_number") VALUES (0);
-- Its rows are updated in place.
ALTER TABLE "wallet_day_changes" SET (fillfactor = 80);
ALTER TABLE "wallet_day_rates"
  ADD CONSTRAINT "wallet_day_rates_check" CHECK ("numerator" > 0 AND "denominator" > 0);

-- Targets that do not make up the whole cannot be kept.
CREATE FUNCTION "wallet_allocations_whole"(bps int[]) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT
RETURN (SELECT sum(each) = 10000 AND min(each) > 0 FROM unnest(bps) AS each);
ALTER TABLE "wallet_allocations"
  ADD CONSTRAINT "wallet_allocations_check"
    CHECK (cardinality("currencies") = cardinality("bps") AND wallet_allocations_whole("bps") IS TRUE);

ALTER TABLE "savings_rates"
  ADD CONSTRAINT "savings_rates_check" CHECK ("rate_ppm" BETWEEN 0 AND 1000000);
ALTER TABLE "savings_accruals"
  ADD CONSTRAINT "savings_accruals_check"
    CHECK ("remainder" >= 0 AND "remainder" < 365000000 AND "paid" >= 0 AND "entry" >= 0);
-- Which accounts there are to accrue for.
CREATE INDEX "ledger_accounts_savings" ON "ledger_accounts" ("id") WHERE "owner_kind" = 'person' AND "kind" = 'savings';
