-- CreateTable
CREATE TABLE "deposits" (
    "id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "asset" TEXT NOT NULL,
    "amount" DECIMAL(38,0) NOT NULL,
    "status" TEXT NOT NULL,
    "reference" TEXT,
    "address" TEXT,
    "address_extra" TEXT,
    "payment_uri" TEXT,
    "credited" DECIMAL(38,0) NOT NULL DEFAULT 0,
    "problem" TEXT,
    "asked_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "next_check_at" TIMESTAMPTZ(3),
    "checks" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "deposits_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deposit_payments" (
    "provider" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "deposit_id" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "booked" DECIMAL(38,0) NOT NULL,
    "refunded_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "deposit_payments_pkey" PRIMARY KEY ("provider","reference")
);

-- CreateTable
CREATE TABLE "deposit_reviews" (
    "id" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "deposit_id" TEXT,
    "reason" TEXT NOT NULL,
    "received" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_by" TEXT,
    "note" TEXT,

    CONSTRAINT "deposit_reviews_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "provider_notices" (
    "id" BIGSERIAL NOT NULL,
    "provider" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "body" BYTEA NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "processed_at" TIMESTAMPTZ(3),
    "outcome" TEXT,

    CONSTRAINT "provider_notices_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "withdrawals" (
    "id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "asset" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "address_extra" TEXT,
    "amount" DECIMAL(38,0) NOT NULL,
    "fee" DECIMAL(38,0) NOT NULL,
    "status" TEXT NOT NULL,
    "approvals_needed" INTEGER NOT NULL,
    "hold_id" TEXT NOT NULL,
    "reference" TEXT,
    "batch" TEXT,
    "network_txid" TEXT,
    "problem" TEXT,
    "sending_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_check_at" TIMESTAMPTZ(3),
    "checks" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "withdrawals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "withdrawal_approvals" (
    "withdrawal_id" TEXT NOT NULL,
    "operator_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "withdrawal_approvals_pkey" PRIMARY KEY ("withdrawal_id","operator_id")
);

-- CreateIndex
CREATE INDEX "deposits_person_id_id_idx" ON "deposits"("person_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "deposits_provider_reference_key" ON "deposits"("provider", "reference");

-- CreateIndex
CREATE INDEX "deposit_payments_deposit_id_idx" ON "deposit_payments"("deposit_id");

-- CreateIndex
CREATE INDEX "deposit_reviews_status_id_idx" ON "deposit_reviews"("status", "id");

-- CreateIndex
CREATE UNIQUE INDEX "deposit_reviews_provider_reference_reason_key" ON "deposit_reviews"("provider", "reference", "reason");

-- CreateIndex
CREATE UNIQUE INDEX "provider_notices_provider_hash_key" ON "provider_notices"("provider", "hash");

-- CreateIndex
CREATE UNIQUE INDEX "withdrawals_hold_id_key" ON "withdrawals"("hold_id");

-- CreateIndex
CREATE INDEX "withdrawals_person_id_id_idx" ON "withdrawals"("person_id", "id");

-- CreateIndex
CREATE INDEX "withdrawals_status_id_idx" ON "withdrawals"("status", "id");

-- CreateIndex
CREATE UNIQUE INDEX "withdrawals_provider_reference_key" ON "withdrawals"("provider", "reference");

-- AddForeignKey
ALTER TABLE "deposits" ADD CONSTRAINT "deposits_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deposit_payments" ADD CONSTRAINT "deposit_payments_deposit_id_fkey" FOREIGN KEY ("deposit_id") REFERENCES "deposits"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "withdrawals" ADD CONSTRAINT "withdrawals_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "withdrawal_approvals" ADD CONSTRAINT "withdrawal_approvals_withdrawal_id_fkey" FOREIGN KEY ("withdrawal_id") REFERENCES "withdrawals"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma cannot say.
ALTER TABLE "deposits"
  ADD CONSTRAINT "deposits_amount_check" CHECK ("amount" > 0 AND "credited" >= 0),
  ADD CONSTRAINT "deposits_status_check"
    CHECK ("status" IN ('creating', 'waiting', 'partial', 'completed', 'failed', 'expired', 'refunded')),
  ADD CONSTRAINT "deposits_reference_check" CHECK (
    ("reference" IS NULL) = ("address" IS NULL) AND ("status" IN ('creating', 'failed') OR "reference" IS NOT NULL));
CREATE INDEX "deposits_due_idx" ON "deposits"("next_check_at") WHERE "next_check_at" IS NOT NULL;
ALTER TABLE "deposit_payments" ADD CONSTRAINT "deposit_payments_booked_check" CHECK ("booked" >= 0);
ALTER TABLE "deposit_reviews"
  ADD CONSTRAINT "deposit_reviews_status_check" CHECK (
    "status" IN ('open', 'credited', 'collected', 'dismissed')
    AND ("status" = 'open') = ("resolved_at" IS NULL) AND ("status" = 'open') = ("resolved_by" IS NULL));
CREATE INDEX "provider_notices_open_idx" ON "provider_notices"("id") WHERE "processed_at" IS NULL;

ALTER TABLE "withdrawals"
  ADD CONSTRAINT "withdrawals_amount_check" CHECK ("amount" > 0 AND "fee" >= 0),
  ADD CONSTRAINT "withdrawals_status_check" CHECK ("status" IN ('requested', 'approved', 'sending', 'unknown', 'sent',
    'completed', 'failed', 'canceled', 'rejected')),
  ADD CONSTRAINT "withdrawals_approvals_check" CHECK ("approvals_needed" BETWEEN 1 AND 2),
  ADD CONSTRAINT "withdrawals_sent_check" CHECK ("status" <> 'sent' OR "reference" IS NOT NULL);
CREATE INDEX "withdrawals_due_idx" ON "withdrawals"("next_check_at") WHERE "next_check_at" IS NOT NULL;

CREATE FUNCTION "withdrawal_approvals_by_others"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM "withdrawals" WHERE "id" = NEW."withdrawal_id" AND "person_id" = NEW."operator_id") THEN
    RAISE EXCEPTION 'nobody approves their own withdrawal' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "withdrawal_approvals_not_own" BEFORE INSERT OR UPDATE ON "withdrawal_approvals"
  FOR EACH ROW EXECUTE FUNCTION "withdrawal_approvals_by_others"();

-- Nothing is paid out before as many operators have approved it as it needs.
CREATE FUNCTION "withdrawals_are_approved"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."status" IN ('approved', 'sending', 'unknown', 'sent', 'completed') AND
    (SELECT count(*) FROM "withdrawal_approvals" WHERE "withdrawal_id" = NEW."id") < NEW."approvals_needed" THEN
    RAISE EXCEPTION 'the withdrawal is not approved' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "withdrawals_approved" BEFORE INSERT OR UPDATE ON "withdrawals"
  FOR EACH ROW EXECUTE FUNCTION "withdrawals_are_approved"();
