-- AlterTable
ALTER TABLE "spell_jobs" ADD COLUMN     "public_key" TEXT,
ADD COLUMN     "signed_tx" BYTEA;

-- What Prisma cannot say.

ALTER TABLE "spell_jobs"
  ADD CONSTRAINT "spell_jobs_signed_check" CHECK ("signed_tx" IS NULL OR "unsigned_tx" IS NOT NULL);

-- Signed transactions that may not have reached the network yet.
CREATE INDEX "spell_jobs_unsent" ON "spell_jobs" ("updated_at")
  WHERE "state" = 'submitted' AND "signed_tx" IS NOT NULL;
