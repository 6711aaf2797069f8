-- AlterTable
ALTER TABLE "chain_transactions" ADD COLUMN     "depth" INTEGER;

-- CreateTable
CREATE TABLE "receiving_keys" (
    "merchant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "branch" TEXT NOT NULL,
    "descriptor" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "receiving_keys_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "receiving_branches" (
    "branch" TEXT NOT NULL,
    "next_index" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "receiving_branches_pkey" PRIMARY KEY ("branch")
);

-- CreateTable
CREATE TABLE "receiving_addresses" (
    "merchant_id" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "script" TEXT NOT NULL,
    "branch" TEXT NOT NULL,
    "index" INTEGER NOT NULL,
    "invoice_id" TEXT NOT NULL,
    "quote_id" TEXT NOT NULL,
    "canceled_at" TIMESTAMPTZ(3),
    "seen_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "receiving_addresses_pkey" PRIMARY KEY ("merchant_id","address")
);

-- CreateTable
CREATE TABLE "received_outputs" (
    "merchant_id" TEXT NOT NULL,
    "txid" TEXT NOT NULL,
    "vout" INTEGER NOT NULL,
    "address" TEXT NOT NULL,
    "amount_sats" BIGINT NOT NULL,
    "transaction_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "received_outputs_pkey" PRIMARY KEY ("merchant_id","txid","vout")
);

-- CreateTable
CREATE TABLE "balance_offers" (
    "merchant_id" TEXT NOT NULL,
    "quote_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "canceled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "balance_offers_pkey" PRIMARY KEY ("merchant_id","quote_id")
);

-- CreateIndex
CREATE INDEX "receiving_addresses_quote_id_idx" ON "receiving_addresses"("quote_id");

-- CreateIndex
CREATE INDEX "receiving_addresses_merchant_id_invoice_id_idx" ON "receiving_addresses"("merchant_id", "invoice_id");

-- CreateIndex
CREATE INDEX "receiving_addresses_created_at_idx" ON "receiving_addresses"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "receiving_addresses_script_key" ON "receiving_addresses"("script");

-- CreateIndex
CREATE UNIQUE INDEX "receiving_addresses_branch_index_key" ON "receiving_addresses"("branch", "index");

-- CreateIndex
CREATE INDEX "received_outputs_merchant_id_transaction_id_idx" ON "received_outputs"("merchant_id", "transaction_id");

-- CreateIndex
CREATE INDEX "received_outputs_merchant_id_address_idx" ON "received_outputs"("merchant_id", "address");

-- CreateIndex
CREATE UNIQUE INDEX "balance_offers_quote_id_key" ON "balance_offers"("quote_id");

-- AddForeignKey
ALTER TABLE "received_outputs" ADD CONSTRAINT "received_outputs_merchant_id_address_fkey" FOREIGN KEY ("merchant_id", "address") REFERENCES "receiving_addresses"("merchant_id", "address") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Written by hand.
ALTER TABLE "chain_transactions"
  DROP CONSTRAINT "chain_transactions_kind_check",
  ADD CONSTRAINT "chain_transactions_kind_check" CHECK ("kind" IN ('plan_mint', 'subscription_mint', 'payment')),
  ADD CONSTRAINT "chain_transactions_depth_check" CHECK ("depth" >= 1);
ALTER TABLE "receiving_branches" ADD CONSTRAINT "receiving_branches_index_check" CHECK ("next_index" >= 0);
ALTER TABLE "receiving_addresses" ADD CONSTRAINT "receiving_addresses_index_check" CHECK ("index" >= 0);
ALTER TABLE "received_outputs" ADD CONSTRAINT "received_outputs_amount_check" CHECK ("amount_sats" >= 0);

-- One key of a merchant is in use.
CREATE UNIQUE INDEX "receiving_keys_in_use" ON "receiving_keys" ("merchant_id") WHERE "retired_at" IS NULL;
-- What has no value yet.
CREATE INDEX "payments_unvalued" ON "payments" ("created_at") WHERE "invoice_amount" IS NULL;

-- An address that was given out belongs to its merchant and its place for ever.
CREATE FUNCTION receiving_addresses_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR (NEW.merchant_id, NEW.address, NEW.script, NEW.branch, NEW.index, NEW.invoice_id)
    IS DISTINCT FROM (OLD.merchant_id, OLD.address, OLD.script, OLD.branch, OLD.index, OLD.invoice_id) THEN
    RAISE EXCEPTION 'receiving addresses are given out once and for all';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER receiving_addresses_keep BEFORE UPDATE OR DELETE ON "receiving_addresses"
  FOR EACH ROW EXECUTE FUNCTION receiving_addresses_keep();
