-- The guard of the doors searched all of the call stack, which holds the texts of statements too: a comment in one could
-- name a door. What is asked now is who called first: a line of which no statement, row or parameter can be the end.
CREATE OR REPLACE FUNCTION "ledger_ask_for_door"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  callers text;
  outermost text;
BEGIN
  GET DIAGNOSTICS callers = PG_CONTEXT;
  outermost := pg_catalog.split_part(callers, E'\n', -1);
  IF pg_catalog.right(outermost, 17) OPERATOR(pg_catalog.=) ' at SQL statement' THEN
    FOR i IN 1 .. TG_NARGS - 1 LOOP
      IF pg_catalog.starts_with(outermost, TG_ARGV[i]) THEN
        RETURN NULL;
      END IF;
    END LOOP;
  END IF;
  -- With parameters in the context the outermost line is theirs.
  IF pg_catalog.current_setting('log_parameter_max_length_on_error') OPERATOR(pg_catalog.<>) '0' THEN
    RAISE EXCEPTION 'the ledger cannot tell who calls: log_parameter_max_length_on_error has to be 0'
      USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  RAISE EXCEPTION '% on % is not allowed: %', TG_OP, TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = 'insufficient_privilege';
END $$;

DROP TRIGGER "ledger_journal_door" ON "ledger_journal";
CREATE TRIGGER "ledger_journal_door" BEFORE INSERT ON "ledger_journal"
  FOR EACH STATEMENT EXECUTE FUNCTION "ledger_ask_for_door"('post through ledger_post or ledger_post_transfer',
    'PL/pgSQL function public.ledger_apply_postings() line ', 'PL/pgSQL function public.ledger_apply_transfer() line ');
ALTER TABLE "ledger_journal" ENABLE ALWAYS TRIGGER "ledger_journal_door";

DROP TRIGGER "ledger_accounts_door" ON "ledger_accounts";
CREATE TRIGGER "ledger_accounts_door" BEFORE UPDATE OF "balance", "locked", "entry_count" ON "ledger_accounts"
  FOR EACH STATEMENT EXECUTE FUNCTION "ledger_ask_for_door"('balances follow from postings',
    'PL/pgSQL function public.ledger_apply_postings() line ', 'PL/pgSQL function public.ledger_apply_transfer() line ');
ALTER TABLE "ledger_accounts" ENABLE ALWAYS TRIGGER "ledger_accounts_door";

DROP TRIGGER "ledger_holds_door" ON "ledger_holds";
CREATE TRIGGER "ledger_holds_door" BEFORE INSERT OR UPDATE ON "ledger_holds"
  FOR EACH STATEMENT EXECUTE FUNCTION "ledger_ask_for_door"('hold, capture and release through ledger_post',
    'PL/pgSQL function public.ledger_apply_postings() line ');
ALTER TABLE "ledger_holds" ENABLE ALWAYS TRIGGER "ledger_holds_door";

DROP TRIGGER "ledger_seal_barrier_door" ON "ledger_seal_barrier";
CREATE TRIGGER "ledger_seal_barrier_door" BEFORE INSERT OR UPDATE ON "ledger_seal_barrier"
  FOR EACH STATEMENT EXECUTE FUNCTION "ledger_ask_for_door"('it moves with the seals',
    'PL/pgSQL function public.ledger_seal() line ');
ALTER TABLE "ledger_seal_barrier" ENABLE ALWAYS TRIGGER "ledger_seal_barrier_door";
