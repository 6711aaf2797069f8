-- CreateTable
CREATE TABLE "people" (
    "id" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "public_key" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "people_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_challenges" (
    "id" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "sign_in_challenges_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "merchants" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "support_contact" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "merchants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "merchant_members" (
    "merchant_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "merchant_members_pkey" PRIMARY KEY ("merchant_id","person_id")
);

-- CreateTable
CREATE TABLE "plans" (
    "merchant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "status" TEXT NOT NULL,
    "payout_address" TEXT NOT NULL,
    "supply_limit" BIGINT,
    "app_identity" TEXT,
    "app_vk" TEXT,
    "nft_txid" TEXT,
    "nft_vout" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "activated_at" TIMESTAMPTZ(3),
    "archived_at" TIMESTAMPTZ(3),

    CONSTRAINT "plans_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "prices" (
    "merchant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "plan_id" TEXT NOT NULL,
    "amount" DECIMAL(38,0) NOT NULL,
    "currency" TEXT NOT NULL,
    "interval_unit" TEXT NOT NULL,
    "interval_count" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "prices_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "customers" (
    "merchant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "person_id" TEXT,
    "address" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "customers_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "subscriptions" (
    "merchant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "plan_id" TEXT NOT NULL,
    "price_id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "anchor_at" TIMESTAMPTZ(3),
    "paid_periods" INTEGER NOT NULL DEFAULT 0,
    "paid_through" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "subscriptions_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "payments" (
    "merchant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "subscription_id" TEXT NOT NULL,
    "rail" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "amount" DECIMAL(38,0) NOT NULL,
    "currency" TEXT NOT NULL,
    "periods" INTEGER NOT NULL,
    "transaction_id" TEXT,
    "flag" TEXT,
    "confirmed_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payments_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "chain_blocks" (
    "height" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "prev_hash" TEXT NOT NULL,
    "time" TIMESTAMPTZ(3) NOT NULL,
    "connected_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "chain_blocks_pkey" PRIMARY KEY ("height")
);

-- CreateTable
CREATE TABLE "chain_transactions" (
    "merchant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "plan_id" TEXT,
    "subscription_id" TEXT,
    "person_id" TEXT,
    "txid" TEXT,
    "raw" BYTEA,
    "amount_sats" BIGINT NOT NULL,
    "fee_sats" BIGINT,
    "block_height" INTEGER,
    "block_hash" TEXT,
    "block_time" TIMESTAMPTZ(3),
    "broadcast_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),
    "failure" TEXT,
    "conflict_txid" TEXT,
    "next_check_at" TIMESTAMPTZ(3),
    "checks" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "chain_transactions_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "chain_inputs" (
    "merchant_id" TEXT NOT NULL,
    "transaction_id" TEXT NOT NULL,
    "txid" TEXT NOT NULL,
    "vout" INTEGER NOT NULL,

    CONSTRAINT "chain_inputs_pkey" PRIMARY KEY ("merchant_id","transaction_id","txid","vout")
);

-- CreateTable
CREATE TABLE "spell_jobs" (
    "merchant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "transaction_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "request" JSONB NOT NULL,
    "change_address" TEXT NOT NULL,
    "fee_rate" DECIMAL(12,3) NOT NULL,
    "spell" BYTEA,
    "unsigned_tx" BYTEA,
    "psbt" TEXT,
    "prover_fee_sats" BIGINT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "error_code" TEXT,
    "error_message" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "spell_jobs_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "utxo_reservations" (
    "txid" TEXT NOT NULL,
    "vout" INTEGER NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "spell_job_id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "utxo_reservations_pkey" PRIMARY KEY ("txid","vout")
);

-- CreateTable
CREATE TABLE "charm_outputs" (
    "merchant_id" TEXT NOT NULL,
    "txid" TEXT NOT NULL,
    "vout" INTEGER NOT NULL,
    "plan_id" TEXT NOT NULL,
    "tag" TEXT NOT NULL,
    "units" BIGINT NOT NULL,
    "script" BYTEA NOT NULL,
    "block_height" INTEGER NOT NULL,
    "spent_by_txid" TEXT,
    "spent_at_height" INTEGER,

    CONSTRAINT "charm_outputs_pkey" PRIMARY KEY ("merchant_id","txid","vout","tag")
);

-- CreateTable
CREATE TABLE "events" (
    "id" BIGSERIAL NOT NULL,
    "merchant_id" TEXT,
    "person_id" TEXT,
    "type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "dispatched_at" TIMESTAMPTZ(3),

    CONSTRAINT "events_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "people_address_key" ON "people"("address");

-- CreateIndex
CREATE INDEX "sign_in_challenges_expires_at_idx" ON "sign_in_challenges"("expires_at");

-- CreateIndex
CREATE INDEX "sessions_person_id_idx" ON "sessions"("person_id");

-- CreateIndex
CREATE INDEX "sessions_expires_at_idx" ON "sessions"("expires_at");

-- CreateIndex
CREATE INDEX "merchant_members_person_id_idx" ON "merchant_members"("person_id");

-- CreateIndex
CREATE INDEX "plans_app_identity_idx" ON "plans"("app_identity");

-- CreateIndex
CREATE UNIQUE INDEX "plans_id_key" ON "plans"("id");

-- CreateIndex
CREATE INDEX "prices_merchant_id_plan_id_idx" ON "prices"("merchant_id", "plan_id");

-- CreateIndex
CREATE INDEX "customers_person_id_idx" ON "customers"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "customers_merchant_id_address_key" ON "customers"("merchant_id", "address");

-- CreateIndex
CREATE INDEX "subscriptions_merchant_id_customer_id_idx" ON "subscriptions"("merchant_id", "customer_id");

-- CreateIndex
CREATE INDEX "subscriptions_merchant_id_plan_id_idx" ON "subscriptions"("merchant_id", "plan_id");

-- CreateIndex
CREATE UNIQUE INDEX "subscriptions_id_key" ON "subscriptions"("id");

-- CreateIndex
CREATE INDEX "payments_merchant_id_subscription_id_idx" ON "payments"("merchant_id", "subscription_id");

-- CreateIndex
CREATE UNIQUE INDEX "payments_merchant_id_transaction_id_key" ON "payments"("merchant_id", "transaction_id");

-- CreateIndex
CREATE UNIQUE INDEX "chain_blocks_hash_key" ON "chain_blocks"("hash");

-- CreateIndex
CREATE INDEX "chain_transactions_txid_idx" ON "chain_transactions"("txid");

-- CreateIndex
CREATE INDEX "chain_transactions_block_height_idx" ON "chain_transactions"("block_height");

-- CreateIndex
CREATE INDEX "chain_transactions_merchant_id_plan_id_idx" ON "chain_transactions"("merchant_id", "plan_id");

-- CreateIndex
CREATE INDEX "chain_transactions_merchant_id_subscription_id_idx" ON "chain_transactions"("merchant_id", "subscription_id");

-- CreateIndex
CREATE INDEX "chain_transactions_person_id_idx" ON "chain_transactions"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "chain_transactions_id_key" ON "chain_transactions"("id");

-- CreateIndex
CREATE UNIQUE INDEX "chain_transactions_merchant_id_txid_key" ON "chain_transactions"("merchant_id", "txid");

-- CreateIndex
CREATE INDEX "chain_inputs_txid_vout_idx" ON "chain_inputs"("txid", "vout");

-- CreateIndex
CREATE UNIQUE INDEX "spell_jobs_id_key" ON "spell_jobs"("id");

-- CreateIndex
CREATE UNIQUE INDEX "spell_jobs_merchant_id_transaction_id_key" ON "spell_jobs"("merchant_id", "transaction_id");

-- CreateIndex
CREATE INDEX "utxo_reservations_spell_job_id_idx" ON "utxo_reservations"("spell_job_id");

-- CreateIndex
CREATE INDEX "utxo_reservations_expires_at_idx" ON "utxo_reservations"("expires_at");

-- CreateIndex
CREATE INDEX "charm_outputs_txid_vout_idx" ON "charm_outputs"("txid", "vout");

-- CreateIndex
CREATE INDEX "charm_outputs_block_height_idx" ON "charm_outputs"("block_height");

-- CreateIndex
CREATE INDEX "charm_outputs_spent_at_height_idx" ON "charm_outputs"("spent_at_height");

-- CreateIndex
CREATE INDEX "events_merchant_id_id_idx" ON "events"("merchant_id", "id");

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "merchant_members" ADD CONSTRAINT "merchant_members_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "merchant_members" ADD CONSTRAINT "merchant_members_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plans" ADD CONSTRAINT "plans_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prices" ADD CONSTRAINT "prices_merchant_id_plan_id_fkey" FOREIGN KEY ("merchant_id", "plan_id") REFERENCES "plans"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customers" ADD CONSTRAINT "customers_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customers" ADD CONSTRAINT "customers_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_merchant_id_plan_id_fkey" FOREIGN KEY ("merchant_id", "plan_id") REFERENCES "plans"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_merchant_id_price_id_fkey" FOREIGN KEY ("merchant_id", "price_id") REFERENCES "prices"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_merchant_id_customer_id_fkey" FOREIGN KEY ("merchant_id", "customer_id") REFERENCES "customers"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payments" ADD CONSTRAINT "payments_merchant_id_subscription_id_fkey" FOREIGN KEY ("merchant_id", "subscription_id") REFERENCES "subscriptions"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chain_inputs" ADD CONSTRAINT "chain_inputs_merchant_id_transaction_id_fkey" FOREIGN KEY ("merchant_id", "transaction_id") REFERENCES "chain_transactions"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "spell_jobs" ADD CONSTRAINT "spell_jobs_merchant_id_transaction_id_fkey" FOREIGN KEY ("merchant_id", "transaction_id") REFERENCES "chain_transactions"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "utxo_reservations" ADD CONSTRAINT "utxo_reservations_merchant_id_spell_job_id_fkey" FOREIGN KEY ("merchant_id", "spell_job_id") REFERENCES "spell_jobs"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma cannot say: the values a column may take, and indexes over part of a table.

ALTER TABLE "merchant_members"
  ADD CONSTRAINT "merchant_members_role_check" CHECK ("role" IN ('owner', 'admin', 'developer', 'viewer'));

ALTER TABLE "plans"
  ADD CONSTRAINT "plans_status_check" CHECK ("status" IN ('draft', 'active', 'archived')),
  ADD CONSTRAINT "plans_supply_limit_check" CHECK ("supply_limit" >= 0),
  ADD CONSTRAINT "plans_nft_check" CHECK (("nft_txid" IS NULL) = ("nft_vout" IS NULL)),
  ADD CONSTRAINT "plans_active_check" CHECK ("status" = 'draft' OR "activated_at" IS NOT NULL);

ALTER TABLE "prices"
  ADD CONSTRAINT "prices_amount_check" CHECK ("amount" > 0),
  ADD CONSTRAINT "prices_interval_check"
    CHECK ("interval_unit" IN ('day', 'week', 'month', 'year') AND "interval_count" BETWEEN 1 AND 1000);

ALTER TABLE "subscriptions"
  ADD CONSTRAINT "subscriptions_status_check"
    CHECK ("status" IN ('incomplete', 'trialing', 'active', 'past_due', 'paused', 'canceled', 'expired')),
  ADD CONSTRAINT "subscriptions_paid_check"
    CHECK ("paid_periods" >= 0 AND ("paid_periods" = 0) = ("paid_through" IS NULL)
      AND ("anchor_at" IS NULL) = ("paid_through" IS NULL));

-- One living subscription per customer and plan.
CREATE UNIQUE INDEX "subscriptions_one_living" ON "subscriptions" ("merchant_id", "plan_id", "customer_id")
  WHERE "status" NOT IN ('canceled', 'expired');

-- The clock's work: active subscriptions whose paid time has run out.
CREATE INDEX "subscriptions_due" ON "subscriptions" ("paid_through") WHERE "status" = 'active';

ALTER TABLE "payments"
  ADD CONSTRAINT "payments_status_check" CHECK ("status" IN
    ('detected', 'confirming', 'settled', 'replaced', 'double_spent', 'reorged', 'dropped')),
  ADD CONSTRAINT "payments_amount_check" CHECK ("amount" > 0 AND "periods" >= 0),
  ADD CONSTRAINT "payments_settled_check"
    CHECK ("status" <> 'settled' OR ("settled_at" IS NOT NULL AND "confirmed_at" IS NOT NULL));

ALTER TABLE "chain_transactions"
  ADD CONSTRAINT "chain_transactions_kind_check" CHECK ("kind" IN ('plan_mint', 'subscription_mint')),
  ADD CONSTRAINT "chain_transactions_status_check" CHECK ("status" IN ('pending', 'confirmed', 'failed')),
  ADD CONSTRAINT "chain_transactions_amounts_check" CHECK ("amount_sats" >= 0 AND "fee_sats" >= 0),
  ADD CONSTRAINT "chain_transactions_block_check"
    CHECK (("block_height" IS NULL) = ("block_hash" IS NULL) AND ("block_height" IS NULL) = ("block_time" IS NULL)
      AND ("status" = 'confirmed') = ("block_height" IS NOT NULL)),
  ADD CONSTRAINT "chain_transactions_settled_check" CHECK ("settled_at" IS NULL OR "status" = 'confirmed');

-- What the follower and the mempool check look for, however much else is waiting.
CREATE INDEX "chain_transactions_unsettled" ON "chain_transactions" ("block_height")
  WHERE "status" = 'confirmed' AND "settled_at" IS NULL;
CREATE INDEX "chain_transactions_due" ON "chain_transactions" ("next_check_at") WHERE "next_check_at" IS NOT NULL;

ALTER TABLE "spell_jobs"
  ADD CONSTRAINT "spell_jobs_state_check" CHECK ("state" IN
    ('queued', 'proving', 'awaiting_signature', 'submitted', 'failed', 'expired'));
CREATE INDEX "spell_jobs_open" ON "spell_jobs" ("expires_at")
  WHERE "state" IN ('queued', 'proving', 'awaiting_signature');

ALTER TABLE "charm_outputs"
  ADD CONSTRAINT "charm_outputs_units_check" CHECK ("tag" IN ('n', 't') AND "units" > 0);

CREATE INDEX "events_waiting" ON "events" ("id") WHERE "dispatched_at" IS NULL;
