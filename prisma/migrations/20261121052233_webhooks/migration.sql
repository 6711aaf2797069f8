-- CreateTable
CREATE TABLE "webhook_endpoints" (
    "merchant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "description" TEXT,
    "event_types" TEXT[],
    "status" TEXT NOT NULL,
    "disabled_reason" TEXT,
    "disabled_at" TIMESTAMPTZ(3),
    "secret" TEXT NOT NULL,
    "previous_secret" TEXT,
    "previous_secret_expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "webhook_endpoints_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "webhook_queues" (
    "merchant_id" TEXT NOT NULL,
    "endpoint_id" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "lease_id" TEXT,
    "leased_until" TIMESTAMPTZ(3),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "failing_since" TIMESTAMPTZ(3),
    "retry_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_queues_pkey" PRIMARY KEY ("merchant_id","endpoint_id")
);

-- CreateTable
CREATE TABLE "webhook_messages" (
    "merchant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "position" BIGINT NOT NULL,
    "event_data" JSONB NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "fan_out_at" TIMESTAMPTZ(3),
    "payload" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "webhook_messages_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "webhook_deliveries" (
    "merchant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "endpoint_id" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "event_type" TEXT NOT NULL,
    "position" BIGINT NOT NULL,
    "status" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "schedule_from" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_deliveries_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "webhook_attempts" (
    "merchant_id" TEXT NOT NULL,
    "delivery_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "duration_ms" INTEGER NOT NULL,
    "request_headers" JSONB NOT NULL,
    "response_status" INTEGER,
    "response_headers" JSONB,
    "response_body" TEXT,
    "error" TEXT,

    CONSTRAINT "webhook_attempts_pkey" PRIMARY KEY ("merchant_id","delivery_id","number")
);

-- CreateIndex
CREATE UNIQUE INDEX "webhook_endpoints_id_key" ON "webhook_endpoints"("id");

-- CreateIndex
CREATE INDEX "webhook_messages_created_at_idx" ON "webhook_messages"("created_at");

-- CreateIndex
CREATE INDEX "webhook_deliveries_merchant_id_endpoint_id_id_idx" ON "webhook_deliveries"("merchant_id", "endpoint_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_deliveries_merchant_id_message_id_endpoint_id_key" ON "webhook_deliveries"("merchant_id", "message_id", "endpoint_id");

-- AddForeignKey
ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_queues" ADD CONSTRAINT "webhook_queues_merchant_id_endpoint_id_fkey" FOREIGN KEY ("merchant_id", "endpoint_id") REFERENCES "webhook_endpoints"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "webhook_endpoints"
  ADD CONSTRAINT "webhook_endpoints_status_check" CHECK ("status" IN ('enabled', 'disabled', 'deleted')),
  ADD CONSTRAINT "webhook_endpoints_disabled_check" CHECK (
    CASE "status" WHEN 'disabled' THEN "disabled_at" IS NOT NULL AND COALESCE("disabled_reason" IN ('member', 'failing'), false)
      ELSE "disabled_at" IS NULL AND "disabled_reason" IS NULL END),
  ADD CONSTRAINT "webhook_endpoints_previous_secret_check" CHECK (
    ("previous_secret" IS NULL) = ("previous_secret_expires_at" IS NULL));
CREATE INDEX "webhook_endpoints_enabled" ON "webhook_endpoints" ("merchant_id") WHERE "status" = 'enabled';

ALTER TABLE "webhook_queues"
  ADD CONSTRAINT "webhook_queues_failures_check" CHECK (
    "failures" >= 0 AND ("failures" = 0) = ("failing_since" IS NULL)),
  ADD CONSTRAINT "webhook_queues_lease_check" CHECK (("lease_id" IS NULL) = ("leased_until" IS NULL));
CREATE INDEX "webhook_queues_due" ON "webhook_queues" ("due_at") WHERE "due_at" IS NOT NULL;

ALTER TABLE "webhook_messages"
  ADD CONSTRAINT "webhook_messages_payload_check" CHECK ("payload" IS NOT NULL OR "fan_out_at" IS NOT NULL);
CREATE INDEX "webhook_messages_waiting" ON "webhook_messages" ("fan_out_at", "position") WHERE "fan_out_at" IS NOT NULL;

ALTER TABLE "webhook_deliveries"
  ADD CONSTRAINT "webhook_deliveries_status_check" CHECK ("status" IN ('pending', 'succeeded', 'failed', 'canceled')),
  ADD CONSTRAINT "webhook_deliveries_pending_check" CHECK (
    ("status" = 'pending') = ("next_attempt_at" IS NOT NULL) AND ("status" = 'pending') = ("finished_at" IS NULL));
CREATE INDEX "webhook_deliveries_pending" ON "webhook_deliveries" ("endpoint_id", "next_attempt_at", "position")
  WHERE "status" = 'pending';
CREATE INDEX "webhook_deliveries_failed" ON "webhook_deliveries" ("endpoint_id", "finished_at") WHERE "status" = 'failed';
