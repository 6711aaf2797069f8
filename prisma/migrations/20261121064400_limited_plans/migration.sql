-- Sales of plans with a limit wait for a second signature.
ALTER TABLE "spell_jobs"
  DROP CONSTRAINT "spell_jobs_state_check",
  DROP CONSTRAINT "spell_jobs_funded_check",
  DROP CONSTRAINT "spell_jobs_proved_check",
  ADD CONSTRAINT "spell_jobs_state_check" CHECK ("state" IN
    ('queued', 'proving', 'awaiting_signature', 'awaiting_cosignature', 'submitted', 'failed', 'expired')),
  ADD CONSTRAINT "spell_jobs_funded_check" CHECK (
    ("spell" IS NULL) = ("prevouts" IS NULL) AND ("spell" IS NULL) = ("fee_rate" IS NULL)
    AND ("state" NOT IN ('proving', 'awaiting_signature', 'awaiting_cosignature', 'submitted') OR "spell" IS NOT NULL)),
  ADD CONSTRAINT "spell_jobs_proved_check" CHECK (
    ("unsigned_tx" IS NULL) = ("psbt" IS NULL) AND ("unsigned_tx" IS NULL OR "spell" IS NOT NULL)
    AND ("state" NOT IN ('awaiting_signature', 'awaiting_cosignature', 'submitted') OR "unsigned_tx" IS NOT NULL)),
  ADD CONSTRAINT "spell_jobs_half_signed_check" CHECK ("state" <> 'awaiting_cosignature' OR "signed_tx" IS NOT NULL);
DROP INDEX "spell_jobs_open";
CREATE INDEX "spell_jobs_open" ON "spell_jobs" ("expires_at")
  WHERE "state" IN ('queued', 'proving', 'awaiting_signature', 'awaiting_cosignature');
CREATE INDEX "spell_jobs_cosign" ON "spell_jobs" ("merchant_id", "id") WHERE "state" = 'awaiting_cosignature';
-- Where plans' NFTs are now, among all the tokens.
CREATE INDEX "charm_outputs_plan_nfts" ON "charm_outputs" ("merchant_id", "plan_id")
  WHERE "tag" = 'n' AND "spent_by_txid" IS NULL;
