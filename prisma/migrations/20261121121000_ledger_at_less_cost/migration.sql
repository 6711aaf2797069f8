-- The doors and their guards at less cost. docs/decisions/0010-ledger-in-sql.md tells more.

-- What the doors run is in a schema of its own, which is in nobody's search path. The call stack names a function with
-- its schema only where the search path does not show it, and the guards believe no other name.
CREATE SCHEMA "ledger";

-- Doors and guards change at once: no posting is under way meanwhile. Whoever has opened an account and waits for a door
-- would wait for this as this for him, so nobody is waited for while doors are held.
DO $$
BEGIN
  FOR i IN 1 .. 600 LOOP
    BEGIN
      LOCK TABLE ledger_post_transfer, ledger_post IN SHARE ROW EXCLUSIVE MODE;
      LOCK TABLE ledger_accounts, ledger_journal, ledger_holds, ledger_seal_barrier
        IN SHARE ROW EXCLUSIVE MODE NOWAIT;
      RETURN;
    EXCEPTION WHEN lock_not_available THEN
      PERFORM pg_sleep(0.05);
    END;
  END LOOP;
  RAISE EXCEPTION 'the ledger was written to for half a minute without a pause; try again';
END $$;

-- ── the doors ───────────────────────────────────────────────────────────────────────────────────────

-- Why a transfer was not made: it was before, and is answered, or it cannot be, and is refused. After an attempt it is
-- always an error, which undoes what the attempt has changed.
CREATE FUNCTION "ledger"."explain_transfer"(
  attempted boolean, asked_key text, asked_hash bytea, asked_kind text, asked_event_at timestamptz, asked_from text, asked_to text,
  asked_amount numeric, asked_currency text, OUT posting_number bigint, OUT created_at timestamptz(3)
) LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off
SET enable_bitmapscan = off
AS $$
DECLARE
  earlier record;
  account record;
BEGIN
  SELECT j.posting_number, j.created_at, j.input_hash INTO earlier
  FROM public.ledger_journal j WHERE j.key = asked_key;
  IF FOUND THEN
    IF attempted THEN
      RAISE EXCEPTION 'the same request came twice at once' USING ERRCODE = 'serialization_failure';
    END IF;
    IF earlier.input_hash IS DISTINCT FROM asked_hash THEN
      PERFORM public.ledger_refuse('IDEMPOTENCY_KEY_REUSED', jsonb_build_object('key', asked_key));
    END IF;
    posting_number := earlier.posting_number;
    created_at := earlier.created_at;
    RETURN;
  END IF;
  IF (asked_amount >= 1 AND asked_amount < 1e38 AND asked_amount = trunc(asked_amount) AND asked_from <> asked_to
    AND asked_key <> '' AND length(asked_hash) = 32 AND asked_kind <> '' AND isfinite(asked_event_at)) IS NOT TRUE THEN
    PERFORM public.ledger_refuse('POSTING_INVALID', jsonb_build_object('key', asked_key));
  END IF;
  FOR account IN
    SELECT wanted.id, a.currency FROM (VALUES (asked_from), (asked_to)) AS wanted (id)
    LEFT JOIN public.ledger_accounts a ON a.id = wanted.id
  LOOP
    IF account.currency IS NULL THEN
      PERFORM public.ledger_refuse('ACCOUNT_NOT_FOUND', jsonb_build_object('account', account.id));
    ELSIF account.currency IS DISTINCT FROM asked_currency THEN
      PERFORM public.ledger_refuse('CURRENCY_MISMATCH',
        jsonb_build_object('account', account.id, 'currency', account.currency, 'asked', asked_currency));
    END IF;
  END LOOP;
  SELECT a.balance - a.locked - a.floor AS available INTO account
  FROM public.ledger_accounts a WHERE a.id = asked_from;
  PERFORM public.ledger_refuse('INSUFFICIENT_FUNDS', jsonb_build_object('account', asked_from,
    'available', account.available::text, 'needed', asked_amount::text, 'currency', asked_currency));
END $$;

-- Setting the search path would cost a tenth of a posting: every name says its schema instead, operators too.
-- Rows are locked in the order of their ids, as everywhere: the index scan takes the two ids in ascending order,
-- and no other plan is allowed. The plans are fixed because one that is made while the tables are empty would
-- not suit them later. The guards read the text of the statement that writes: it is kept short.
CREATE FUNCTION "ledger"."transfer"() RETURNS trigger LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
AS $$
BEGIN
  PERFORM FROM public.ledger_journal WHERE key OPERATOR(pg_catalog.=) NEW.key;
  IF NOT FOUND AND NEW.amount OPERATOR(pg_catalog.>=) 1 AND NEW.amount OPERATOR(pg_catalog.<) 1e38
    AND NEW.amount OPERATOR(pg_catalog.=) pg_catalog.trunc(NEW.amount)
    AND NEW.from_id OPERATOR(pg_catalog.<>) NEW.to_id
    AND NEW.key OPERATOR(pg_catalog.<>) '' AND pg_catalog.length(NEW.input_hash) OPERATOR(pg_catalog.=) 32
    AND NEW.kind OPERATOR(pg_catalog.<>) '' AND pg_catalog.isfinite(NEW.event_at) THEN
    WITH moved AS (
     UPDATE public.ledger_accounts SET entry_count = entry_count OPERATOR(pg_catalog.+) 1,
      balance = balance OPERATOR(pg_catalog.+)
       CASE WHEN id OPERATOR(pg_catalog.=) NEW.to_id THEN NEW.amount ELSE OPERATOR(pg_catalog.-) NEW.amount END
     WHERE id OPERATOR(pg_catalog.=) ANY (ARRAY[NEW.from_id, NEW.to_id])
      AND currency OPERATOR(pg_catalog.=) NEW.currency
      AND (floor IS NULL OR id OPERATOR(pg_catalog.=) NEW.to_id
       OR ((balance OPERATOR(pg_catalog.-) locked) OPERATOR(pg_catalog.-) NEW.amount) OPERATOR(pg_catalog.>=) floor)
     RETURNING id, number, entry_count, balance)
    INSERT INTO public.ledger_journal (action, from_number, from_entry, from_balance, to_number, to_entry, to_balance,
     created_at, event_at, currency, amount, key, input_hash, kind, description, metadata)
    SELECT 'transfer', f.number, f.entry_count, f.balance, t.number, t.entry_count, t.balance, pg_catalog.now(),
     NEW.event_at, NEW.currency, NEW.amount, NEW.key, NEW.input_hash, NEW.kind, NEW.description, NEW.metadata
    FROM moved f, moved t
    WHERE f.id OPERATOR(pg_catalog.=) NEW.from_id AND t.id OPERATOR(pg_catalog.=) NEW.to_id
    ON CONFLICT (key) WHERE key IS NOT NULL DO NOTHING
    RETURNING posting_number, created_at, false INTO NEW.posting_number, NEW.created_at, NEW.replayed;
    IF FOUND THEN
      RETURN NEW;
    END IF;
    PERFORM FROM ledger.explain_transfer(true, NEW.key, NEW.input_hash, NEW.kind, NEW.event_at, NEW.from_id, NEW.to_id,
      NEW.amount, NEW.currency);
  END IF;
  SELECT e.posting_number, e.created_at, true INTO NEW.posting_number, NEW.created_at, NEW.replayed
  FROM ledger.explain_transfer(false, NEW.key, NEW.input_hash, NEW.kind, NEW.event_at, NEW.from_id, NEW.to_id,
    NEW.amount, NEW.currency) e;
  RETURN NEW;
END $$;

-- Plain transfers, one for each posting, are worked out before their accounts are locked, so that another batch can do the
-- same meanwhile, and are written from the request as it came. Whatever is not plain, was here before or has to be
-- refused takes the long way, movement by movement.
CREATE FUNCTION "ledger"."postings"() RETURNS trigger LANGUAGE plpgsql
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
  -- Plain transfers, one a posting, worked out before any account is locked: by place, what the account gains in all, the
  -- least it has gained after a debit, and its new entries; by transfer, gain and entries of both sides after it.
  plain boolean := cardinality(keys) = cardinality(postings) AND cardinality(NEW.holds) = 0
    AND coalesce(cardinality(reversed), 0) = 0;
  account_count CONSTANT int := coalesce(cardinality(NEW.accounts), 0);
  gains numeric[] := array_fill(0::numeric, ARRAY[account_count]);
  least_gains numeric[] := array_fill(NULL::numeric, ARRAY[account_count]);
  new_entries bigint[] := array_fill(0::bigint, ARRAY[account_count]);
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
  IF plain THEN
    FOR i IN 1 .. cardinality(postings) LOOP
      debit := froms[i];
      credit := tos[i];
      moved := amounts[i];
      IF (actions[i] = 'transfer' AND postings[i] = i AND debit <> credit AND debit BETWEEN 1 AND account_count
        AND credit BETWEEN 1 AND account_count AND moved >= 1 AND moved < 1e38 AND moved = trunc(moved)
        AND keys[i] <> '' AND length(input_hashes[i]) = 32 AND kinds[i] <> '' AND isfinite(event_ats[i])) IS NOT TRUE
      THEN
        -- Not for here, perhaps not for anywhere: below it is said why.
        plain := false;
        EXIT;
      END IF;
      left_over := gains[debit] - moved;
      gains[debit] := left_over;
      row_from_balances[i] := left_over;
      IF (least_gains[debit] <= left_over) IS NOT TRUE THEN
        least_gains[debit] := left_over;
      END IF;
      posting := new_entries[debit] + 1;
      new_entries[debit] := posting;
      row_from_entries[i] := posting;
      left_over := gains[credit] + moved;
      gains[credit] := left_over;
      row_to_balances[i] := left_over;
      posting := new_entries[credit] + 1;
      new_entries[credit] := posting;
      row_to_entries[i] := posting;
    END LOOP;
  END IF;

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

  IF plain AND earlier_numbers IS NULL
    AND NOT EXISTS (SELECT FROM generate_series(1, account_count) AS p
      WHERE balances[p] - lockeds[p] + least_gains[p] < floors[p])
    AND NOT EXISTS (SELECT FROM generate_series(1, cardinality(postings)) AS i
      WHERE (account_currencies[froms[i]] = currencies[i] AND account_currencies[tos[i]] = currencies[i]) IS NOT TRUE)
  THEN
    SELECT array_agg(nextval('public.ledger_journal_posting_number_seq')) INTO posting_numbers
    FROM generate_series(1, cardinality(postings));
    INSERT INTO public.ledger_journal (posting_number, action, from_number, from_entry, from_balance,
      to_number, to_entry, to_balance, currency, amount,
      key, input_hash, kind, created_at, event_at, description, metadata)
    SELECT posting_numbers[i], 'transfer', account_numbers[froms[i]], entry_counts[froms[i]] + row_from_entries[i],
      balances[froms[i]] + row_from_balances[i], account_numbers[tos[i]], entry_counts[tos[i]] + row_to_entries[i],
      balances[tos[i]] + row_to_balances[i], currencies[i], amounts[i],
      keys[i], input_hashes[i], kinds[i], created_at_now, event_ats[i], descriptions[i], metadatas[i]
    FROM generate_series(1, cardinality(postings)) AS i;
    UPDATE public.ledger_accounts a SET balance = a.balance + gains[p], entry_count = a.entry_count + new_entries[p]
    FROM generate_series(1, account_count) AS p WHERE a.id = account_ids[p];
    NEW.posting_numbers := posting_numbers;
    NEW.created_ats := array_fill(created_at_now, ARRAY[cardinality(postings)]);
    NEW.replayed := array_fill(false, ARRAY[cardinality(postings)]);
    RETURN NEW;
  END IF;

  row_from_entries := '{}';
  row_from_balances := '{}';
  row_to_entries := '{}';
  row_to_balances := '{}';
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

CREATE OR REPLACE TRIGGER "ledger_post_transfer" INSTEAD OF INSERT ON "ledger_post_transfer"
  FOR EACH ROW EXECUTE FUNCTION "ledger"."transfer"();
CREATE OR REPLACE TRIGGER "ledger_post" INSTEAD OF INSERT ON "ledger_post"
  FOR EACH ROW EXECUTE FUNCTION "ledger"."postings"();

-- ── no other way in ─────────────────────────────────────────────────────────────────────────────────

-- Who called first has to be a door: the last line of the call stack has to be its line, the whole of it. What others put
-- into that line, a function's name with a line break for instance, ends with a quotation mark, and a door's has none.
-- With parameters in the call stack the last line is theirs, and nobody is let in.
CREATE FUNCTION "ledger"."refuse_writer"(operation text, guarded text, instead text) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF current_setting('log_parameter_max_length_on_error') <> '0' THEN
    RAISE EXCEPTION 'the ledger cannot tell who calls: log_parameter_max_length_on_error has to be 0'
      USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  RAISE EXCEPTION '% on % is not allowed: %', operation, guarded, instead USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION "ledger"."admit_doors"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  callers pg_catalog.text;
BEGIN
  GET DIAGNOSTICS callers = PG_CONTEXT;
  IF callers OPERATOR(pg_catalog.~~) E'%\nPL/pgSQL function ledger.transfer() line _ at SQL statement'
    OR callers OPERATOR(pg_catalog.~~) E'%\nPL/pgSQL function ledger.postings() line ___ at SQL statement' THEN
    RETURN NEW;
  END IF;
  PERFORM ledger.refuse_writer(TG_OP, TG_TABLE_NAME, TG_ARGV[0]);
END $$;

CREATE FUNCTION "ledger"."admit_postings"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  callers pg_catalog.text;
BEGIN
  GET DIAGNOSTICS callers = PG_CONTEXT;
  IF callers OPERATOR(pg_catalog.~~) E'%\nPL/pgSQL function ledger.postings() line ___ at SQL statement' THEN
    RETURN NEW;
  END IF;
  PERFORM ledger.refuse_writer(TG_OP, TG_TABLE_NAME, TG_ARGV[0]);
END $$;

CREATE FUNCTION "ledger"."admit_seals"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  callers pg_catalog.text;
BEGIN
  GET DIAGNOSTICS callers = PG_CONTEXT;
  IF callers OPERATOR(pg_catalog.~~) E'%\nPL/pgSQL function public.ledger_seal() line __ at SQL statement' THEN
    RETURN NEW;
  END IF;
  PERFORM ledger.refuse_writer(TG_OP, TG_TABLE_NAME, TG_ARGV[0]);
END $$;

CREATE OR REPLACE TRIGGER "ledger_journal_door" BEFORE INSERT ON "ledger_journal"
  FOR EACH STATEMENT EXECUTE FUNCTION "ledger"."admit_doors"('post through ledger_post or ledger_post_transfer');
ALTER TABLE "ledger_journal" ENABLE ALWAYS TRIGGER "ledger_journal_door";
CREATE OR REPLACE TRIGGER "ledger_accounts_door" BEFORE UPDATE OF "balance", "locked", "entry_count" ON "ledger_accounts"
  FOR EACH STATEMENT EXECUTE FUNCTION "ledger"."admit_doors"('balances follow from postings');
ALTER TABLE "ledger_accounts" ENABLE ALWAYS TRIGGER "ledger_accounts_door";
CREATE OR REPLACE TRIGGER "ledger_holds_door" BEFORE INSERT OR UPDATE ON "ledger_holds"
  FOR EACH STATEMENT EXECUTE FUNCTION "ledger"."admit_postings"('hold, capture and release through ledger_post');
ALTER TABLE "ledger_holds" ENABLE ALWAYS TRIGGER "ledger_holds_door";
CREATE OR REPLACE TRIGGER "ledger_seal_barrier_door" BEFORE INSERT OR UPDATE ON "ledger_seal_barrier"
  FOR EACH STATEMENT EXECUTE FUNCTION "ledger"."admit_seals"('it moves with the seals');
ALTER TABLE "ledger_seal_barrier" ENABLE ALWAYS TRIGGER "ledger_seal_barrier_door";

-- contract: triggers alone called these, and no version since 0.1.0 names them
DROP FUNCTION "ledger_apply_transfer"(), "ledger_apply_postings"(), "ledger_ask_for_door"();
