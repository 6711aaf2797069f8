-- CreateIndex
CREATE UNIQUE INDEX "spell_jobs_transaction_id_key" ON "spell_jobs"("transaction_id");
