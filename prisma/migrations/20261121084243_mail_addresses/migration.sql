-- AlterTable
ALTER TABLE "customers" ADD COLUMN     "email_refusal" TEXT,
ADD COLUMN     "email_refused_at" TIMESTAMPTZ(3);

-- What was given up is looked through, over a merchant and over the installation.
CREATE INDEX "emails_failed" ON "emails" ("id" DESC) WHERE "status" = 'failed';
