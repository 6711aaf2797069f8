-- CreateTable
CREATE TABLE "emails" (
    "merchant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "event_id" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "sent_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "emails_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "emails_event_id_key" ON "emails"("event_id");

-- What Prisma cannot say.

ALTER TABLE "emails"
  ADD CONSTRAINT "emails_status_check" CHECK ("status" IN ('queued', 'sent', 'failed')),
  ADD CONSTRAINT "emails_next_check" CHECK (("status" = 'queued') = ("next_at" IS NOT NULL)),
  ADD CONSTRAINT "emails_sent_check" CHECK (("status" = 'sent') = ("sent_at" IS NOT NULL));
CREATE INDEX "emails_due" ON "emails" ("next_at") WHERE "next_at" IS NOT NULL;
