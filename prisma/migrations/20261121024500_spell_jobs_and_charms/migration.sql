-- AlterTable
ALTER TABLE "spell_jobs" ADD COLUMN     "plan_current" BOOLEAN,
ADD COLUMN     "prevouts" JSONB,
ALTER COLUMN "fee_rate" DROP NOT NULL;

-- AlterTable
ALTER TABLE "charm_outputs" DROP CONSTRAINT "charm_outputs_pkey",
ADD COLUMN     "app_identity" TEXT NOT NULL,
ADD COLUMN     "app_vk" TEXT NOT NULL,
ADD COLUMN     "data" BYTEA NOT NULL,
ADD CONSTRAINT "charm_outputs_pkey" PRIMARY KEY ("merchant_id", "txid", "vout", "plan_id", "tag");

-- CreateIndex
CREATE INDEX "spell_jobs_person_id_idx" ON "spell_jobs"("person_id");

-- CreateIndex
CREATE INDEX "charm_outputs_app_identity_idx" ON "charm_outputs"("app_identity");

-- What Prisma cannot say: what each step of a spell job has written down.

ALTER TABLE "spell_jobs"
  ADD CONSTRAINT "spell_jobs_funded_check" CHECK (
    ("spell" IS NULL) = ("prevouts" IS NULL) AND ("spell" IS NULL) = ("fee_rate" IS NULL)
    AND ("state" NOT IN ('proving', 'awaiting_signature', 'submitted') OR "spell" IS NOT NULL)),
  ADD CONSTRAINT "spell_jobs_proved_check" CHECK (
    ("unsigned_tx" IS NULL) = ("psbt" IS NULL) AND ("unsigned_tx" IS NULL OR "spell" IS NOT NULL)
    AND ("state" NOT IN ('awaiting_signature', 'submitted') OR "unsigned_tx" IS NOT NULL)),
  ADD CONSTRAINT "spell_jobs_failed_check" CHECK ("state" <> 'failed' OR "error_code" IS NOT NULL);

ALTER TABLE "charm_outputs"
  ADD CONSTRAINT "charm_outputs_nft_check" CHECK ("tag" <> 'n' OR "units" = 1),
  ADD CONSTRAINT "charm_outputs_spent_check"
    CHECK (("spent_by_txid" IS NULL) = ("spent_at_height" IS NULL) AND "spent_at_height" >= "block_height");
