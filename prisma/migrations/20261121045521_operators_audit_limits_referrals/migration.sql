-- CreateTable
CREATE TABLE "operators" (
    "person_id" TEXT NOT NULL,
    "granted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "operators_pkey" PRIMARY KEY ("person_id")
);

-- CreateTable
CREATE TABLE "audit_entries" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "merchant_id" TEXT,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "details" JSONB NOT NULL,

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "operation_limits" (
    "operation" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "per_once" DECIMAL(38,0),
    "per_day" DECIMAL(38,0),

    CONSTRAINT "operation_limits_pkey" PRIMARY KEY ("operation","currency")
);

-- CreateTable
CREATE TABLE "limit_uses" (
    "key" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "amount" DECIMAL(38,0) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "limit_uses_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "referral_codes" (
    "person_id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "referral_codes_pkey" PRIMARY KEY ("person_id")
);

-- CreateTable
CREATE TABLE "referrals" (
    "person_id" TEXT NOT NULL,
    "referrer_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "referrals_pkey" PRIMARY KEY ("person_id")
);

-- CreateTable
CREATE TABLE "referral_commissions" (
    "id" TEXT NOT NULL,
    "referrer_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "posting_key" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "fee" DECIMAL(38,0) NOT NULL,
    "amount" DECIMAL(38,0) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "referral_commissions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "owner_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "input_hash" BYTEA NOT NULL,
    "result_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("owner_id","key")
);

-- CreateIndex
CREATE INDEX "audit_entries_merchant_id_id_idx" ON "audit_entries"("merchant_id", "id");

-- CreateIndex
CREATE INDEX "audit_entries_subject_id_id_idx" ON "audit_entries"("subject_id", "id");

-- CreateIndex
CREATE INDEX "audit_entries_actor_id_id_idx" ON "audit_entries"("actor_id", "id");

-- CreateIndex
CREATE INDEX "limit_uses_person_id_operation_currency_at_idx" ON "limit_uses"("person_id", "operation", "currency", "at");

-- CreateIndex
CREATE INDEX "limit_uses_at_idx" ON "limit_uses"("at");

-- CreateIndex
CREATE UNIQUE INDEX "referral_codes_code_key" ON "referral_codes"("code");

-- CreateIndex
CREATE INDEX "referrals_referrer_id_idx" ON "referrals"("referrer_id");

-- CreateIndex
CREATE UNIQUE INDEX "referral_commissions_posting_key_key" ON "referral_commissions"("posting_key");

-- CreateIndex
CREATE INDEX "referral_commissions_referrer_id_id_idx" ON "referral_commissions"("referrer_id", "id");

-- CreateIndex
CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys"("created_at");

-- AddForeignKey
ALTER TABLE "operators" ADD CONSTRAINT "operators_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma cannot say.
ALTER TABLE "audit_entries"
  ADD CONSTRAINT "audit_entries_actor_check" CHECK ("actor_kind" IN ('person', 'operator', 'api_key', 'system'));
CREATE FUNCTION "audit_entries_stay"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit entries stay as they are' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER "audit_entries_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_entries"
  FOR EACH STATEMENT EXECUTE FUNCTION "audit_entries_stay"();

ALTER TABLE "operation_limits"
  ADD CONSTRAINT "operation_limits_check" CHECK ("per_once" >= 0 AND "per_day" >= 0);
ALTER TABLE "limit_uses" ADD CONSTRAINT "limit_uses_amount_check" CHECK ("amount" > 0);

ALTER TABLE "referrals" ADD CONSTRAINT "referrals_self_check" CHECK ("person_id" <> "referrer_id");
ALTER TABLE "referral_commissions"
  ADD CONSTRAINT "referral_commissions_amount_check" CHECK ("amount" > 0 AND "amount" <= "fee");
