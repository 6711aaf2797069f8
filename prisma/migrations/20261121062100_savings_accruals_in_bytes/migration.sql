-- Ids are in the order of bytes, as in ledger_accounts: a join of columns of different collations has no use for the
-- index of either.
ALTER TABLE "savings_accruals" ALTER COLUMN "account_id" TYPE TEXT COLLATE "C";
