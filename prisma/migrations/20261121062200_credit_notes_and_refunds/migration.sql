-- AlterTable
ALTER TABLE "billing_policies" ADD COLUMN     "overpayment" TEXT NOT NULL DEFAULT 'credit',
ADD COLUMN     "taxes" JSONB NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "customers" ADD COLUMN     "tax_id" TEXT,
ADD COLUMN     "taxes" JSONB;

-- AlterTable
ALTER TABLE "invoice_lines" ADD COLUMN     "tax_included" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "invoices" ADD COLUMN     "credited" DECIMAL(38,0) NOT NULL DEFAULT 0,
ADD COLUMN     "noted" DECIMAL(38,0) NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "credit_note_numbers" (
    "merchant_id" TEXT NOT NULL,
    "next" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "credit_note_numbers_pkey" PRIMARY KEY ("merchant_id")
);

-- CreateTable
CREATE TABLE "credit_notes" (
    "merchant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "invoice_id" TEXT NOT NULL,
    "amount" DECIMAL(38,0) NOT NULL,
    "tax" DECIMAL(38,0) NOT NULL,
    "reason" TEXT NOT NULL,
    "destination" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "credit_notes_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "credit_note_lines" (
    "merchant_id" TEXT NOT NULL,
    "credit_note_id" TEXT NOT NULL,
    "line" INTEGER NOT NULL,
    "invoice_line" INTEGER NOT NULL,
    "description" TEXT NOT NULL,
    "amount" DECIMAL(38,0) NOT NULL,

    CONSTRAINT "credit_note_lines_pkey" PRIMARY KEY ("merchant_id","credit_note_id","line")
);

-- CreateTable
CREATE TABLE "refunds" (
    "merchant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "payment_id" TEXT NOT NULL,
    "invoice_id" TEXT NOT NULL,
    "credit_note_id" TEXT,
    "rail" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "amount" DECIMAL(38,0) NOT NULL,
    "currency" TEXT NOT NULL,
    "credit_amount" DECIMAL(38,0) NOT NULL,
    "credit_currency" TEXT NOT NULL,
    "hold_id" TEXT,
    "destination" TEXT,
    "reference" TEXT,
    "reason" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "canceled_at" TIMESTAMPTZ(3),

    CONSTRAINT "refunds_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateIndex
CREATE INDEX "credit_notes_merchant_id_invoice_id_id_idx" ON "credit_notes"("merchant_id", "invoice_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "credit_notes_id_key" ON "credit_notes"("id");

-- CreateIndex
CREATE UNIQUE INDEX "refunds_id_key" ON "refunds"("id");

-- CreateIndex
CREATE UNIQUE INDEX "credit_notes_merchant_id_number_key" ON "credit_notes"("merchant_id", "number");

-- CreateIndex
CREATE INDEX "refunds_merchant_id_payment_id_idx" ON "refunds"("merchant_id", "payment_id");

-- CreateIndex
CREATE INDEX "refunds_merchant_id_invoice_id_id_idx" ON "refunds"("merchant_id", "invoice_id", "id");

-- CreateIndex
CREATE INDEX "refunds_merchant_id_status_id_idx" ON "refunds"("merchant_id", "status", "id");

-- AddForeignKey
ALTER TABLE "credit_notes" ADD CONSTRAINT "credit_notes_merchant_id_invoice_id_fkey" FOREIGN KEY ("merchant_id", "invoice_id") REFERENCES "invoices"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credit_note_lines" ADD CONSTRAINT "credit_note_lines_merchant_id_credit_note_id_fkey" FOREIGN KEY ("merchant_id", "credit_note_id") REFERENCES "credit_notes"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_merchant_id_invoice_id_fkey" FOREIGN KEY ("merchant_id", "invoice_id") REFERENCES "invoices"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_merchant_id_payment_id_fkey" FOREIGN KEY ("merchant_id", "payment_id") REFERENCES "payments"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_merchant_id_credit_note_id_fkey" FOREIGN KEY ("merchant_id", "credit_note_id") REFERENCES "credit_notes"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Written by hand.
UPDATE "invoices" SET "credited" = "overpaid";

ALTER TABLE "invoices"
  DROP CONSTRAINT "invoices_covered_check",
  ADD CONSTRAINT "invoices_noted_check" CHECK ("noted" BETWEEN 0 AND "total" AND "credited" >= 0),
  ADD CONSTRAINT "invoices_covered_check"
    CHECK ("status" <> 'paid' OR ("paid_at" IS NOT NULL AND "paid" + "credit" + "noted" + "tolerance" >= "total"));
ALTER TABLE "credit_notes"
  ADD CONSTRAINT "credit_notes_amount_check" CHECK ("amount" > 0 AND "tax" BETWEEN 0 AND "amount" AND "number" >= 1),
  ADD CONSTRAINT "credit_notes_destination_check" CHECK ("destination" IN ('credit', 'refund'));
ALTER TABLE "credit_note_lines" ADD CONSTRAINT "credit_note_lines_amount_check" CHECK ("amount" > 0);
ALTER TABLE "refunds"
  ADD CONSTRAINT "refunds_status_check" CHECK ("status" IN ('requested', 'sent', 'canceled')),
  ADD CONSTRAINT "refunds_sent_check" CHECK (("status" = 'sent') = ("sent_at" IS NOT NULL)
    AND ("status" = 'canceled') = ("canceled_at" IS NOT NULL)),
  ADD CONSTRAINT "refunds_amount_check" CHECK ("amount" > 0 AND "credit_amount" >= 0);
ALTER TABLE "billing_policies" ADD CONSTRAINT "billing_policies_overpayment_check" CHECK ("overpayment" IN ('credit', 'refund'));
-- Invoices that are owed past their time.
CREATE INDEX "invoices_overdue" ON "invoices" ("merchant_id", "due_at") WHERE "status" = 'open';

-- What a credit note says stays.
CREATE FUNCTION credit_notes_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'credit notes are neither changed nor deleted';
END $$;
CREATE TRIGGER credit_notes_keep BEFORE UPDATE OR DELETE ON "credit_notes"
  FOR EACH ROW EXECUTE FUNCTION credit_notes_keep();
CREATE TRIGGER credit_note_lines_keep BEFORE UPDATE OR DELETE ON "credit_note_lines"
  FOR EACH ROW EXECUTE FUNCTION credit_notes_keep();
