-- CreateTable
CREATE TABLE "legacy_wallet_users" (
    "legacy_user_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "person_id" TEXT,
    "linked_at" TIMESTAMPTZ(3),
    "linked_by" TEXT,

    CONSTRAINT "legacy_wallet_users_pkey" PRIMARY KEY ("legacy_user_id")
);

-- CreateTable
CREATE TABLE "legacy_wallet_runs" (
    "number" BIGSERIAL NOT NULL,
    "action" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "source" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "outcome" TEXT,

    CONSTRAINT "legacy_wallet_runs_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "legacy_wallet_checkpoints" (
    "attempt" INTEGER NOT NULL,
    "collection" TEXT NOT NULL,
    "posted" BIGINT NOT NULL DEFAULT 0,
    "reversed" BIGINT NOT NULL DEFAULT 0,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "legacy_wallet_checkpoints_pkey" PRIMARY KEY ("attempt","collection")
);

-- CreateTable
CREATE TABLE "legacy_wallet_quarantine" (
    "attempt" INTEGER NOT NULL,
    "collection" TEXT NOT NULL,
    "position" BIGINT NOT NULL,
    "document_id" TEXT,
    "user_id" TEXT,
    "currency" TEXT,
    "available" TEXT,
    "locked" TEXT,
    "total" TEXT,
    "amount" DECIMAL(38,0),
    "reason" TEXT NOT NULL,
    "detail" TEXT NOT NULL,

    CONSTRAINT "legacy_wallet_quarantine_pkey" PRIMARY KEY ("attempt","collection","position")
);

-- CreateIndex
CREATE INDEX "legacy_wallet_users_person_id_idx" ON "legacy_wallet_users"("person_id");

-- AddForeignKey
ALTER TABLE "legacy_wallet_users" ADD CONSTRAINT "legacy_wallet_users_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma cannot say.

-- Linked is linked: to whom, when and by whom are known together.
ALTER TABLE "legacy_wallet_users" ADD CONSTRAINT "legacy_wallet_users_link_check"
  CHECK (("person_id" IS NULL) = ("linked_at" IS NULL) AND ("person_id" IS NULL) = ("linked_by" IS NULL));

ALTER TABLE "legacy_wallet_runs"
  ADD CONSTRAINT "legacy_wallet_runs_action_check" CHECK ("action" IN ('migrate', 'roll_back')),
  ADD CONSTRAINT "legacy_wallet_runs_outcome_check" CHECK (("outcome" IS NULL) = ("finished_at" IS NULL)
    AND "outcome" IN ('balanced', 'unbalanced', 'rolled_back', 'refused'));
