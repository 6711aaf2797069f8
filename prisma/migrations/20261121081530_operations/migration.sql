-- CreateTable
CREATE TABLE "chain_disconnects" (
    "number" SERIAL NOT NULL,
    "height" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "chain_disconnects_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "ledger_check_runs" (
    "number" SERIAL NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3) NOT NULL,
    "sound" BOOLEAN NOT NULL,
    "failed" TEXT,
    "culprit" TEXT,
    "postings" BIGINT NOT NULL,
    "head" TEXT,

    CONSTRAINT "ledger_check_runs_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "process_heartbeats" (
    "id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "process_heartbeats_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "chain_disconnects_at_idx" ON "chain_disconnects"("at");

-- CreateIndex
CREATE INDEX "ledger_check_runs_finished_at_idx" ON "ledger_check_runs"("finished_at");

-- CreateIndex
CREATE INDEX "process_heartbeats_seen_at_idx" ON "process_heartbeats"("seen_at");
