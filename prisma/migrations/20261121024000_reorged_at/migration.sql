-- A transaction that left the chain and did not come back is told from one that never was in a block.
ALTER TABLE "chain_transactions" ADD COLUMN "reorged_at" TIMESTAMPTZ(3);
