-- CreateTable
CREATE TABLE "treasury_moves" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "amount" DECIMAL(38,0) NOT NULL,
    "reason" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "proposed_by" TEXT NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "posting_id" TEXT,

    CONSTRAINT "treasury_moves_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "swap_quotes" (
    "id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "from_currency" TEXT NOT NULL,
    "to_currency" TEXT NOT NULL,
    "pay_amount" DECIMAL(38,0) NOT NULL,
    "fee_amount" DECIMAL(38,0) NOT NULL,
    "mid_amount" DECIMAL(38,0) NOT NULL,
    "receive_amount" DECIMAL(38,0) NOT NULL,
    "fee_bps" INTEGER NOT NULL,
    "spread_bps" INTEGER NOT NULL,
    "mid_rate" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "swap_quotes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "swaps" (
    "id" TEXT NOT NULL,
    "quote_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "posting_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "swaps_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "express_buys" (
    "id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "rail" TEXT NOT NULL,
    "from_currency" TEXT NOT NULL,
    "to_currency" TEXT NOT NULL,
    "pay_amount" DECIMAL(38,0) NOT NULL,
    "fee_amount" DECIMAL(38,0) NOT NULL,
    "mid_amount" DECIMAL(38,0) NOT NULL,
    "receive_amount" DECIMAL(38,0) NOT NULL,
    "fee_bps" INTEGER NOT NULL,
    "spread_bps" INTEGER NOT NULL,
    "mid_rate" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "credit_reason" TEXT,
    "collection_id" TEXT,
    "reference" TEXT,
    "pay_to" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "express_buys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "fiat_entries" (
    "id" TEXT NOT NULL,
    "rail" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "returns_id" TEXT,
    "reference" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "amount" DECIMAL(38,0) NOT NULL,
    "booked_at" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL,
    "express_buy_id" TEXT,
    "posting_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "resolved_by" TEXT,
    "note" TEXT,

    CONSTRAINT "fiat_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "fiat_statements" (
    "rail" TEXT NOT NULL,
    "cursor" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "fiat_statements_pkey" PRIMARY KEY ("rail")
);

-- CreateIndex
CREATE INDEX "treasury_moves_status_id_idx" ON "treasury_moves"("status", "id");

-- CreateIndex
CREATE INDEX "swap_quotes_expires_at_idx" ON "swap_quotes"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "swaps_quote_id_key" ON "swaps"("quote_id");

-- CreateIndex
CREATE INDEX "swaps_person_id_id_idx" ON "swaps"("person_id", "id");

-- CreateIndex
CREATE INDEX "express_buys_person_id_id_idx" ON "express_buys"("person_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "express_buys_rail_reference_key" ON "express_buys"("rail", "reference");

-- CreateIndex
CREATE INDEX "fiat_entries_rail_returns_id_idx" ON "fiat_entries"("rail", "returns_id");

-- CreateIndex
CREATE INDEX "fiat_entries_express_buy_id_idx" ON "fiat_entries"("express_buy_id");

-- CreateIndex
CREATE INDEX "fiat_entries_status_id_idx" ON "fiat_entries"("status", "id");

-- CreateIndex
CREATE UNIQUE INDEX "fiat_entries_rail_external_id_key" ON "fiat_entries"("rail", "external_id");

-- AddForeignKey
ALTER TABLE "swaps" ADD CONSTRAINT "swaps_quote_id_fkey" FOREIGN KEY ("quote_id") REFERENCES "swap_quotes"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "fiat_entries" ADD CONSTRAINT "fiat_entries_express_buy_id_fkey" FOREIGN KEY ("express_buy_id") REFERENCES "express_buys"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma cannot say.

ALTER TABLE "treasury_moves"
  ADD CONSTRAINT "treasury_moves_kind_check" CHECK ("kind" IN ('fund', 'withdraw', 'collect_fees')),
  ADD CONSTRAINT "treasury_moves_amount_check" CHECK ("amount" > 0),
  ADD CONSTRAINT "treasury_moves_status_check" CHECK ("status" IN ('proposed', 'done', 'rejected')),
  -- Money has moved exactly when it is done.
  ADD CONSTRAINT "treasury_moves_posting_check" CHECK (("posting_id" IS NOT NULL) = ("status" = 'done')),
  ADD CONSTRAINT "treasury_moves_decision_check" CHECK (("decided_by" IS NULL) = ("decided_at" IS NULL)),
  -- A withdrawal takes two.
  ADD CONSTRAINT "treasury_moves_four_eyes_check" CHECK ("kind" <> 'withdraw' OR "status" <> 'done'
    OR ("decided_by" IS NOT NULL AND "decided_by" <> "proposed_by"));

-- The person pays a fee that is less than the whole, and gets no more than the mid rate gives.
ALTER TABLE "swap_quotes"
  ADD CONSTRAINT "swap_quotes_status_check" CHECK ("status" IN ('open', 'used')),
  ADD CONSTRAINT "swap_quotes_currencies_check" CHECK ("from_currency" <> "to_currency"),
  ADD CONSTRAINT "swap_quotes_amounts_check" CHECK ("fee_amount" >= 0 AND "fee_amount" < "pay_amount"
    AND "receive_amount" > 0 AND "receive_amount" <= "mid_amount"),
  ADD CONSTRAINT "swap_quotes_expiry_check" CHECK ("expires_at" > "created_at");

ALTER TABLE "express_buys"
  ADD CONSTRAINT "express_buys_status_check" CHECK ("status" IN ('quoted', 'opening', 'awaiting_payment', 'refused',
    'expired', 'completed', 'credited', 'returned', 'return_due')),
  ADD CONSTRAINT "express_buys_currencies_check" CHECK ("from_currency" <> "to_currency"),
  ADD CONSTRAINT "express_buys_amounts_check" CHECK ("fee_amount" >= 0 AND "fee_amount" < "pay_amount"
    AND "receive_amount" > 0 AND "receive_amount" <= "mid_amount"),
  ADD CONSTRAINT "express_buys_expiry_check" CHECK ("expires_at" > "created_at"),
  ADD CONSTRAINT "express_buys_credit_reason_check"
    CHECK ("credit_reason" IN ('late', 'short', 'over', 'other_currency', 'liquidity_short', 'again')),
  ADD CONSTRAINT "express_buys_collection_check" CHECK (("reference" IS NULL) = ("collection_id" IS NULL)
    AND ("reference" IS NULL) = ("pay_to" IS NULL) AND ("status" <> 'awaiting_payment' OR "reference" IS NOT NULL));
CREATE INDEX "express_buys_open" ON "express_buys" ("expires_at")
  WHERE "status" IN ('quoted', 'opening', 'awaiting_payment');

ALTER TABLE "fiat_entries"
  ADD CONSTRAINT "fiat_entries_kind_check" CHECK ("kind" IN ('credit', 'return')
    AND ("kind" = 'return') = ("returns_id" IS NOT NULL)),
  ADD CONSTRAINT "fiat_entries_amount_check" CHECK ("amount" > 0),
  ADD CONSTRAINT "fiat_entries_status_check" CHECK ("status" IN ('pending', 'unmatched', 'dismissed')
    OR ("kind" = 'return' AND "status" = 'applied')
    OR ("kind" = 'credit' AND "status" IN ('bought', 'credited', 'returned', 'return_due', 'written_off'))),
  -- Money that was credited has a posting and belongs to a purchase.
  ADD CONSTRAINT "fiat_entries_posting_check" CHECK ("status" NOT IN ('bought', 'credited', 'return_due', 'written_off')
    OR ("posting_id" IS NOT NULL AND "express_buy_id" IS NOT NULL)),
  ADD CONSTRAINT "fiat_entries_resolved_check" CHECK (("resolved_by" IS NULL) = ("note" IS NULL));
-- A purchase is bought once.
CREATE UNIQUE INDEX "fiat_entries_bought_once" ON "fiat_entries" ("express_buy_id") WHERE "status" = 'bought';
CREATE INDEX "fiat_entries_pending" ON "fiat_entries" ("id") WHERE "status" = 'pending';
