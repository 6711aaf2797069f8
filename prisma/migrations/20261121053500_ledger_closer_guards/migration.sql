-- What could still be typed past the ledger,s guards. docs/decisions/0010-ledger-in-sql.md tells more.

-- More cannot be unlocked than is locked.
ALTER TABLE "ledger_accounts"
  DROP CONSTRAINT "ledger_accounts_floor_check",
  ADD CONSTRAINT "ledger_accounts_floor_check" CHECK ("balance" - "locked" >= "floor" AND "locked" >= 0);

-- ── the doors ───────────────────────────────────────────────────────────────────────────────────────

-- As before, but: operators and functions are PostgreSQL,s own whatever the search path of the caller, and an event
-- happens at some time.
CREATE OR REPLACE FUNCTION "ledger_apply_transfer"() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
AS $$
DECLARE
  earlier record;
  account record;
BEGIN
  SELECT posting_number, created_at, input_hash INTO earlier FROM public.ledger_journal WHERE key = NEW.key;
  IF FOUND THEN
    IF earlier.input_hash IS DISTINCT FROM NEW.input_hash THEN
      PERFORM public.ledger_refuse('IDEMPOTENCY_KEY_REUSED', jsonb_build_object('key', NEW.key));
    END IF;
    NEW.posting_number := earlier.posting_number;
    NEW.created_at := earlier.created_at;
    NEW.replayed := true;
    RETURN NEW;
  END IF;
  IF (NEW.amount >= 1 AND NEW.amount < 1e38 AND NEW.amount = trunc(NEW.amount) AND NEW.from_id <> NEW.to_id
    AND NEW.key <> '' AND length(NEW.input_hash) = 32 AND NEW.kind <> '' AND isfinite(NEW.event_at)) IS NOT TRUE THEN
    PERFORM public.ledger_refuse('POSTING_INVALID', jsonb_build_object('key', NEW.key));
  END IF;

  WITH moved AS (
    UPDATE public.ledger_accounts
    SET balance = balance + CASE WHEN id = NEW.from_id THEN -NEW.amount ELSE NEW.amount END,
      entry_count = entry_count + 1
    WHERE id IN (NEW.from_id, NEW.to_id) AND currency = NEW.currency
      AND (id <> NEW.from_id OR floor IS NULL OR balance - locked - NEW.amount >= floor)
    RETURNING id, number, entry_count, balance
  )
  INSERT INTO public.ledger_journal (action, from_number, from_entry, from_balance, to_number, to_entry, to_balance,
    created_at, event_at, currency, amount, key, input_hash, kind, description, metadata)
  SELECT 'transfer', debit.number, debit.entry_count, debit.balance,
    credit.number, credit.entry_count, credit.balance,
    now(), NEW.event_at, NEW.currency, NEW.amount, NEW.key, NEW.input_hash, NEW.kind, NEW.description, NEW.metadata
  FROM moved debit, moved credit WHERE debit.id = NEW.from_id AND credit.id = NEW.to_id
  ON CONFLICT (key) WHERE key IS NOT NULL DO NOTHING
  RETURNING posting_number, created_at INTO NEW.posting_number, NEW.created_at;
  IF FOUND THEN
    NEW.replayed := false;
    RETURN NEW;
  END IF;

  -- Not possible. Whatever was changed above is undone by the error.
  IF EXISTS (SELECT FROM public.ledger_journal WHERE key = NEW.key) THEN
    RAISE EXCEPTION 'the same request came twice at once' USING ERRCODE = 'serialization_failure';
  END IF;
  FOR account IN
    SELECT wanted.id, a.currency FROM (VALUES (NEW.from_id), (NEW.to_id)) AS wanted (id)
    LEFT JOIN public.ledger_accounts a ON a.id = wanted.id
  LOOP
    IF account.currency IS NULL THEN
      PERFORM public.ledger_refuse('ACCOUNT_NOT_FOUND', jsonb_build_object('account', account.id));
    ELSIF account.currency IS DISTINCT FROM NEW.currency THEN
      PERFORM public.ledger_refuse('CURRENCY_MISMATCH',
        jsonb_build_object('account', account.id, 'currency', account.currency, 'asked', NEW.currency));
    END IF;
  END LOOP;
  SELECT balance - locked - floor AS available INTO account FROM public.ledger_accounts WHERE id = NEW.from_id;
  PERFORM public.ledger_refuse('INSUFFICIENT_FUNDS', jsonb_build_object('account', NEW.from_id,
    'available', account.available::text, 'needed', NEW.amount::text, 'currency', NEW.currency));
END $$;

-- As before, but also: every hold has a name and one place.
CREATE OR REPLACE FUNCTION "ledger_apply_postings"() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off
SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
DECLARE
  created_at_now CONSTANT timestamptz(3) := now();
  -- The request. Copies, because elements of a plain variable are reached in constant time.
  keys text[] := NEW.keys;
  input_hashes bytea[] := NEW.input_hashes;
  kinds text[] := NEW.kinds;
  event_ats timestamptz[] := NEW.event_ats;
  descriptions text[] := NEW.descriptions;
  metadatas jsonb[] := NEW.metadatas;
  reversed bigint[] := NEW.reversed;
  postings int[] := NEW.postings;
  actions text[] := NEW.actions;
  froms int[] := NEW.froms;
  tos int[] := NEW.tos;
  hold_places int[] := NEW.hold_places;
  amounts numeric[] := NEW.amounts;
  currencies text[] := NEW.currencies;
  -- The accounts, by place.
  account_ids text[];
  account_numbers bigint[];
  account_currencies text[];
  floors numeric[];
  balances numeric[];
  lockeds numeric[];
  entry_counts bigint[];
  -- The holds, by place.
  with_holds CONSTANT boolean := cardinality(NEW.holds) > 0;
  hold_accounts bigint[];
  hold_amounts numeric[];
  hold_captured numeric[];
  hold_released numeric[];
  hold_expiries timestamptz[];
  hold_is_new boolean[];
  -- Postings that were here before, by place in the request.
  earlier_numbers bigint[];
  earlier_created_ats timestamptz(3)[];
  reused_key text;
  -- The answer.
  posting_numbers bigint[] := '{}';
  created_ats timestamptz(3)[] := '{}';
  replayed boolean[] := '{}';
  -- The new rows of the journal.
  row_count int := 0;
  row_postings bigint[] := '{}';
  row_lines int[] := '{}';
  row_actions text[] := '{}';
  row_froms bigint[] := '{}';
  row_from_entries bigint[] := '{}';
  row_from_balances numeric[] := '{}';
  row_tos bigint[] := '{}';
  row_to_entries bigint[] := '{}';
  row_to_balances numeric[] := '{}';
  row_holds text[] := '{}';
  row_currencies text[] := '{}';
  row_amounts numeric[] := '{}';
  row_keys text[] := '{}';
  row_input_hashes bytea[] := '{}';
  row_kinds text[] := '{}';
  row_created_ats timestamptz[] := '{}';
  row_event_ats timestamptz[] := '{}';
  row_descriptions text[] := '{}';
  row_metadata jsonb[] := '{}';
  row_reverses bigint[] := '{}';
  -- Where the loop is.
  place int;
  previous_place int := 0;
  posting bigint;
  line_number int;
  act text;
  debit int;
  credit int;
  hold int;
  touched_hold text;
  moved numeric;
  left_over numeric;
BEGIN
  -- Large batches meet on the same accounts anyway: taking turns before the first row lock spares them the convoy.
  IF cardinality(NEW.accounts) > 16 THEN
    PERFORM pg_advisory_xact_lock(7316904212);
  END IF;
  -- Locks: holds before accounts, each in the order of their ids.
  IF with_holds THEN
    -- Each has one place, counted from one: the second of the same would be settled against money already spent.
    IF NEW.holds IS DISTINCT FROM array(SELECT DISTINCT h.id FROM unnest(NEW.holds) AS h (id)
      WHERE h.id IS NOT NULL ORDER BY h.id)
    THEN
      PERFORM public.ledger_refuse('POSTING_INVALID', jsonb_build_object('key', keys[1]));
    END IF;
    PERFORM FROM public.ledger_holds WHERE id = ANY (NEW.holds) ORDER BY id FOR NO KEY UPDATE;
    SELECT array_agg(h.account_number ORDER BY w.place), array_agg(h.amount ORDER BY w.place),
      array_agg(h.captured ORDER BY w.place), array_agg(h.released ORDER BY w.place),
      array_agg(h.expires_at ORDER BY w.place), array_agg(false)
    INTO hold_accounts, hold_amounts, hold_captured, hold_released, hold_expiries, hold_is_new
    FROM unnest(NEW.holds) WITH ORDINALITY AS w (id, place) LEFT JOIN public.ledger_holds h ON h.id = w.id;
  END IF;
  SELECT array_agg(a.id), array_agg(a.number), array_agg(a.currency), array_agg(a.floor), array_agg(a.balance),
    array_agg(a.locked), array_agg(a.entry_count)
  INTO account_ids, account_numbers, account_currencies, floors, balances, lockeds, entry_counts
  FROM (
    SELECT id, number, currency, floor, balance, locked, entry_count FROM public.ledger_accounts
    WHERE id = ANY (NEW.accounts) ORDER BY id FOR NO KEY UPDATE
  ) a;
  IF account_ids IS DISTINCT FROM NEW.accounts THEN
    PERFORM public.ledger_refuse('ACCOUNT_NOT_FOUND', jsonb_build_object('account',
      (SELECT min(id) FROM unnest(NEW.accounts) AS id WHERE id <> ALL (coalesce(account_ids, '{}')))));
  END IF;

  -- Asked under the locks: the same request at the same time waits for them and then finds the first one,s rows.
  IF EXISTS (SELECT FROM public.ledger_journal WHERE key = ANY (NEW.keys)) THEN
    SELECT array_agg(j.posting_number ORDER BY k.place), array_agg(j.created_at ORDER BY k.place),
      min(k.key) FILTER (WHERE j.key IS NOT NULL AND j.input_hash IS DISTINCT FROM k.input_hash)
    INTO earlier_numbers, earlier_created_ats, reused_key
    FROM unnest(NEW.keys, NEW.input_hashes) WITH ORDINALITY AS k (key, input_hash, place)
    LEFT JOIN public.ledger_journal j ON j.key = k.key;
    IF reused_key IS NOT NULL THEN
      PERFORM public.ledger_refuse('IDEMPOTENCY_KEY_REUSED', jsonb_build_object('key', reused_key));
    END IF;
  END IF;

  FOR i IN 1 .. cardinality(postings) LOOP
    place := postings[i];
    IF place <> previous_place THEN
      IF place <> previous_place + 1 THEN
        PERFORM public.ledger_refuse('POSTING_INVALID', jsonb_build_object('key', keys[place]));
      END IF;
      previous_place := place;
      line_number := 0;
      IF earlier_numbers[place] IS NOT NULL THEN
        posting_numbers[place] := earlier_numbers[place];
        created_ats[place] := earlier_created_ats[place];
        replayed[place] := true;
      ELSE
        posting := nextval('public.ledger_journal_posting_number_seq');
        posting_numbers[place] := posting;
        created_ats[place] := created_at_now;
        replayed[place] := false;
      END IF;
    END IF;
    CONTINUE WHEN replayed[place];

    line_number := line_number + 1;
    row_count := row_count + 1;
    act := actions[i];
    debit := froms[i];
    moved := amounts[i];
    touched_hold := NULL;
    IF act <> 'transfer' THEN
      hold := hold_places[i];
      touched_hold := NEW.holds[hold];
      IF touched_hold IS NULL THEN
        PERFORM public.ledger_refuse('POSTING_INVALID', jsonb_build_object('key', keys[place]));
      END IF;
      IF act = 'hold' THEN
        IF hold_amounts[hold] IS NOT NULL THEN
          PERFORM public.ledger_refuse('HOLD_STATE', jsonb_build_object('hold', touched_hold, 'status', 'taken'));
        END IF;
        hold_accounts[hold] := account_numbers[debit];
        hold_amounts[hold] := moved;
        hold_captured[hold] := 0;
        hold_released[hold] := 0;
        hold_expiries[hold] := NEW.expiries[i];
        hold_is_new[hold] := true;
        lockeds[debit] := lockeds[debit] + moved;
      ELSE
        left_over := hold_amounts[hold] - hold_captured[hold] - hold_released[hold];
        IF act = 'release' AND moved IS NULL AND left_over = 0 AND line_number > 1 THEN
          -- The rest of a hold of which the same posting has taken all.
          line_number := line_number - 1;
          row_count := row_count - 1;
          CONTINUE;
        END IF;
        moved := coalesce(moved, left_over);
        IF hold_accounts[hold] IS DISTINCT FROM account_numbers[debit] THEN
          PERFORM public.ledger_refuse('HOLD_NOT_FOUND', jsonb_build_object('hold', touched_hold));
        ELSIF moved > left_over OR left_over = 0 OR (act = 'capture' AND hold_expiries[hold] <= NEW.asked_at) THEN
          PERFORM public.ledger_refuse('HOLD_STATE', jsonb_build_object('hold', touched_hold,
            'status', CASE WHEN left_over > 0 AND hold_expiries[hold] <= NEW.asked_at THEN 'expired'
              WHEN left_over > 0 THEN 'open' WHEN hold_captured[hold] > 0 THEN 'captured' ELSE 'released' END,
            'remaining', left_over::text, 'asked', moved::text));
        END IF;
        lockeds[debit] := lockeds[debit] - moved;
        IF act = 'capture' THEN
          hold_captured[hold] := hold_captured[hold] + moved;
        ELSE
          hold_released[hold] := hold_released[hold] + moved;
        END IF;
      END IF;
    END IF;
    IF (moved >= 1 AND moved < 1e38 AND moved = trunc(moved)) IS NOT TRUE THEN
      PERFORM public.ledger_refuse('POSTING_INVALID', jsonb_build_object('key', keys[place]));
    END IF;
    IF account_currencies[debit] IS DISTINCT FROM currencies[i] THEN
      PERFORM public.ledger_refuse('CURRENCY_MISMATCH', jsonb_build_object('account', account_ids[debit],
        'currency', account_currencies[debit], 'asked', currencies[i]));
    END IF;

    IF act = 'transfer' OR act = 'capture' THEN
      credit := tos[i];
      IF account_currencies[credit] IS DISTINCT FROM currencies[i] THEN
        PERFORM public.ledger_refuse('CURRENCY_MISMATCH', jsonb_build_object('account', account_ids[credit],
          'currency', account_currencies[credit], 'asked', currencies[i]));
      ELSIF credit = debit THEN
        PERFORM public.ledger_refuse('POSTING_INVALID', jsonb_build_object('key', keys[place]));
      END IF;
      balances[debit] := balances[debit] - moved;
      entry_counts[debit] := entry_counts[debit] + 1;
      balances[credit] := balances[credit] + moved;
      entry_counts[credit] := entry_counts[credit] + 1;
      row_from_entries[row_count] := entry_counts[debit];
      row_from_balances[row_count] := balances[debit];
      row_tos[row_count] := account_numbers[credit];
      row_to_entries[row_count] := entry_counts[credit];
      row_to_balances[row_count] := balances[credit];
    ELSIF act = 'hold' OR act = 'release' THEN
      -- Written though null: an array that is first written at its second place begins there.
      row_from_entries[row_count] := NULL;
      row_from_balances[row_count] := NULL;
      row_tos[row_count] := NULL;
      row_to_entries[row_count] := NULL;
      row_to_balances[row_count] := NULL;
    ELSE
      PERFORM public.ledger_refuse('POSTING_INVALID', jsonb_build_object('key', keys[place]));
    END IF;
    -- At every step, not only at the end: no balance below the floor is ever written down.
    IF balances[debit] - lockeds[debit] < floors[debit] THEN
      PERFORM public.ledger_refuse('INSUFFICIENT_FUNDS', jsonb_build_object('account', account_ids[debit],
        'available', (balances[debit] - lockeds[debit] - floors[debit] + moved)::text, 'needed', moved::text,
        'currency', currencies[i]));
    END IF;

    row_postings[row_count] := posting;
    row_lines[row_count] := line_number;
    row_actions[row_count] := act;
    row_froms[row_count] := account_numbers[debit];
    row_currencies[row_count] := currencies[i];
    row_amounts[row_count] := moved;
    row_holds[row_count] := touched_hold;
    IF line_number = 1 THEN
      IF (keys[place] <> '' AND length(input_hashes[place]) = 32 AND kinds[place] <> '' AND isfinite(event_ats[place]))
        IS NOT TRUE THEN
        PERFORM public.ledger_refuse('POSTING_INVALID', jsonb_build_object('key', keys[place]));
      END IF;
      row_keys[row_count] := keys[place];
      row_input_hashes[row_count] := input_hashes[place];
      row_kinds[row_count] := kinds[place];
      row_created_ats[row_count] := created_at_now;
      row_event_ats[row_count] := event_ats[place];
      row_descriptions[row_count] := descriptions[place];
      row_metadata[row_count] := metadatas[place];
      row_reverses[row_count] := reversed[place];
    END IF;
  END LOOP;
  IF previous_place <> cardinality(keys) OR previous_place = 0 THEN
    PERFORM public.ledger_refuse('POSTING_INVALID', jsonb_build_object('key', keys[previous_place + 1]));
  END IF;

  -- A reversal is the exact mirror of the transfers of its original, and there is one.
  FOR i IN 1 .. coalesce(cardinality(reversed), 0) LOOP
    CONTINUE WHEN reversed[i] IS NULL OR replayed[i];
    IF EXISTS (SELECT FROM public.ledger_journal WHERE reverses = reversed[i]) THEN
      PERFORM public.ledger_refuse('POSTING_NOT_REVERSIBLE', jsonb_build_object('reason', 'reversed'));
    ELSIF array(
        SELECT ROW (to_number, from_number, amount) FROM public.ledger_journal
        WHERE posting_number = reversed[i] AND to_number IS NOT NULL ORDER BY line DESC
      ) IS DISTINCT FROM array(
        SELECT ROW (u.debit, u.credit, u.amount)
        FROM unnest(row_postings, row_lines, row_froms, row_tos, row_amounts) AS u (number, line, debit, credit, amount)
        WHERE u.number = posting_numbers[i] ORDER BY u.line
      ) THEN
      PERFORM public.ledger_refuse('POSTING_NOT_REVERSIBLE', jsonb_build_object('reason', 'not_mirrored'));
    END IF;
  END LOOP;

  INSERT INTO public.ledger_journal (posting_number, line, action, from_number, from_entry, from_balance,
    to_number, to_entry, to_balance, hold_id, currency, amount,
    key, input_hash, kind, created_at, event_at, description, metadata, reverses)
  SELECT * FROM unnest(row_postings, row_lines, row_actions, row_froms, row_from_entries, row_from_balances, row_tos,
    row_to_entries, row_to_balances, row_holds, row_currencies, row_amounts, row_keys, row_input_hashes, row_kinds,
    row_created_ats, row_event_ats, row_descriptions, row_metadata, row_reverses);
  UPDATE public.ledger_accounts a SET balance = u.balance, locked = u.locked, entry_count = u.entry_count
  FROM unnest(account_ids, balances, lockeds, entry_counts) AS u (id, balance, locked, entry_count)
  WHERE a.id = u.id;
  IF with_holds THEN
    INSERT INTO public.ledger_holds (id, account_number, amount, captured, released, status, expires_at, created_at)
    SELECT u.id, u.account_number, u.amount, u.captured, u.released,
      CASE WHEN u.captured + u.released < u.amount THEN 'open' WHEN u.captured > 0 THEN 'captured' ELSE 'released' END,
      u.expires_at, created_at_now
    FROM unnest(NEW.holds, hold_accounts, hold_amounts, hold_captured, hold_released, hold_expiries, hold_is_new)
      AS u (id, account_number, amount, captured, released, expires_at, is_new)
    WHERE u.is_new;
    UPDATE public.ledger_holds h SET captured = u.captured, released = u.released,
      status = CASE WHEN u.captured + u.released < u.amount THEN 'open'
        WHEN u.captured > 0 THEN 'captured' ELSE 'released' END
    FROM unnest(NEW.holds, hold_amounts, hold_captured, hold_released, hold_is_new)
      AS u (id, amount, captured, released, is_new)
    WHERE h.id = u.id AND NOT u.is_new;
  END IF;

  NEW.posting_numbers := posting_numbers;
  NEW.created_ats := created_ats;
  NEW.replayed := replayed;
  RETURN NEW;
END $$;

ALTER FUNCTION "ledger_seal"() SET search_path = pg_catalog, pg_temp;
ALTER FUNCTION "ledger_digest"(bytea, bigint, bigint, bigint) SET search_path = pg_catalog, pg_temp;

-- ── no other way in ─────────────────────────────────────────────────────────────────────────────────

-- Asks who calls (a search for a fixed text: a pattern would cost a tenth of a posting). That a statement comes from within some trigger is not enough: anybody can make a trigger on a table
-- of his own. Doors are called by their full names, since public is not in their search path.
CREATE FUNCTION "ledger_ask_for_door"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  callers text;
BEGIN
  GET DIAGNOSTICS callers = PG_CONTEXT;
  IF pg_catalog.strpos(callers, TG_ARGV[1]) OPERATOR(pg_catalog.>) 0 THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION '% on % is not allowed: %', TG_OP, TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = 'insufficient_privilege';
END $$;

DROP TRIGGER "ledger_journal_door" ON "ledger_journal";
CREATE TRIGGER "ledger_journal_door" BEFORE INSERT ON "ledger_journal"
  FOR EACH STATEMENT EXECUTE FUNCTION "ledger_ask_for_door"(
    'post through ledger_post or ledger_post_transfer', 'function public.ledger_apply_');
ALTER TABLE "ledger_journal" ENABLE ALWAYS TRIGGER "ledger_journal_door";

DROP TRIGGER "ledger_accounts_door" ON "ledger_accounts";
CREATE TRIGGER "ledger_accounts_door" BEFORE UPDATE OF "balance", "locked", "entry_count" ON "ledger_accounts"
  FOR EACH STATEMENT EXECUTE FUNCTION "ledger_ask_for_door"(
    'balances follow from postings', 'function public.ledger_apply_');
ALTER TABLE "ledger_accounts" ENABLE ALWAYS TRIGGER "ledger_accounts_door";

DROP TRIGGER "ledger_holds_door" ON "ledger_holds";
CREATE TRIGGER "ledger_holds_door" BEFORE INSERT OR UPDATE ON "ledger_holds"
  FOR EACH STATEMENT EXECUTE FUNCTION "ledger_ask_for_door"(
    'hold, capture and release through ledger_post', 'function public.ledger_apply_');
ALTER TABLE "ledger_holds" ENABLE ALWAYS TRIGGER "ledger_holds_door";

DROP TRIGGER "ledger_seal_barrier_door" ON "ledger_seal_barrier";
CREATE TRIGGER "ledger_seal_barrier_door" BEFORE INSERT OR UPDATE ON "ledger_seal_barrier"
  FOR EACH STATEMENT EXECUTE FUNCTION "ledger_ask_for_door"('it moves with the seals', 'function public.ledger_seal()');
ALTER TABLE "ledger_seal_barrier" ENABLE ALWAYS TRIGGER "ledger_seal_barrier_door";
