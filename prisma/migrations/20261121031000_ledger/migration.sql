-- CreateTable
CREATE TABLE "ledger_accounts" (
    "id" TEXT COLLATE "C" NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "owner_kind" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "currency" TEXT COLLATE "C" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "floor" DECIMAL(38,0),
    "balance" DECIMAL(38,0) NOT NULL DEFAULT 0,
    "locked" DECIMAL(38,0) NOT NULL DEFAULT 0,
    "entry_count" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "ledger_accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_journal" (
    "posting_number" BIGSERIAL NOT NULL,
    "line" INTEGER NOT NULL DEFAULT 1,
    "action" TEXT COLLATE "C" NOT NULL,
    "from_number" BIGINT NOT NULL,
    "from_entry" BIGINT,
    "to_number" BIGINT,
    "to_entry" BIGINT,
    "created_at" TIMESTAMPTZ(3),
    "event_at" TIMESTAMPTZ(3),
    "reverses" BIGINT,
    "currency" TEXT COLLATE "C" NOT NULL,
    "amount" DECIMAL(38,0) NOT NULL,
    "from_balance" DECIMAL(38,0),
    "to_balance" DECIMAL(38,0),
    "hold_id" TEXT COLLATE "C",
    "key" VARCHAR(200) COLLATE "C",
    "input_hash" BYTEA,
    "kind" VARCHAR(50),
    "description" VARCHAR(500),
    "metadata" JSONB,

    CONSTRAINT "ledger_journal_pkey" PRIMARY KEY ("posting_number","line")
);

-- CreateTable
CREATE TABLE "ledger_holds" (
    "id" TEXT COLLATE "C" NOT NULL,
    "account_number" BIGINT NOT NULL,
    "amount" DECIMAL(38,0) NOT NULL,
    "captured" DECIMAL(38,0) NOT NULL DEFAULT 0,
    "released" DECIMAL(38,0) NOT NULL DEFAULT 0,
    "status" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_holds_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_seals" (
    "number" BIGINT NOT NULL,
    "from_posting" BIGINT NOT NULL,
    "to_posting" BIGINT NOT NULL,
    "posting_count" BIGINT NOT NULL,
    "row_count" BIGINT NOT NULL,
    "sums" JSONB NOT NULL,
    "previous_hash" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,
    "sealed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_seals_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "ledger_seal_barrier" (
    "id" BOOLEAN NOT NULL DEFAULT true,
    "posting_number" BIGINT NOT NULL,
    "transaction_number" BIGINT NOT NULL,

    CONSTRAINT "ledger_seal_barrier_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ledger_accounts_number_key" ON "ledger_accounts"("number");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_accounts_owner_kind_owner_id_kind_currency_key" ON "ledger_accounts"("owner_kind", "owner_id", "kind", "currency");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_journal_from_number_from_entry_key" ON "ledger_journal"("from_number", "from_entry");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_journal_to_number_to_entry_key" ON "ledger_journal"("to_number", "to_entry");

-- What Prisma cannot say. docs/decisions/0010-ledger-in-sql.md tells why it is done this way.

-- ── storage ─────────────────────────────────────────────────────────────────────────────────────────

-- Balances change in place, in the free part of their page, without touching an index.
ALTER TABLE "ledger_accounts" SET (fillfactor = 70);

-- One row of a posting carries its key, the others have none.
CREATE UNIQUE INDEX "ledger_journal_key" ON "ledger_journal" ("key") WHERE "key" IS NOT NULL;
-- A posting is reversed once.
CREATE UNIQUE INDEX "ledger_journal_reverses" ON "ledger_journal" ("reverses") WHERE "reverses" IS NOT NULL;
CREATE INDEX "ledger_journal_hold" ON "ledger_journal" ("hold_id") WHERE "hold_id" IS NOT NULL;
CREATE INDEX "ledger_holds_open" ON "ledger_holds" ("account_number") WHERE "status" = 'open';
CREATE INDEX "ledger_holds_due" ON "ledger_holds" ("expires_at") WHERE "status" = 'open' AND "expires_at" IS NOT NULL;

-- ── what a row may say ──────────────────────────────────────────────────────────────────────────────

-- No account below its floor, counting what is locked as gone. No floor: any depth.
ALTER TABLE "ledger_accounts"
  ADD CONSTRAINT "ledger_accounts_floor_check" CHECK ("balance" - "locked" >= "floor");

ALTER TABLE "ledger_journal" ADD CONSTRAINT "ledger_journal_amount_check" CHECK ("amount" > 0);

ALTER TABLE "ledger_holds"
  ADD CONSTRAINT "ledger_holds_amounts_check"
    CHECK ("amount" > 0 AND "captured" >= 0 AND "released" >= 0 AND "captured" + "released" <= "amount"),
  ADD CONSTRAINT "ledger_holds_status_check" CHECK ("status" = CASE
    WHEN "captured" + "released" < "amount" THEN 'open' WHEN "captured" > 0 THEN 'captured' ELSE 'released' END);

ALTER TABLE "ledger_seal_barrier" ADD CONSTRAINT "ledger_seal_barrier_one_check" CHECK ("id");
INSERT INTO "ledger_seal_barrier" ("posting_number", "transaction_number") VALUES (0, 0);

-- ── how the journal is read ─────────────────────────────────────────────────────────────────────────

CREATE VIEW "ledger_postings" AS
  SELECT posting_number, key, input_hash, kind, event_at, created_at, description, metadata, reverses
  FROM ledger_journal WHERE line = 1;

-- Both sides of every transfer. They sum to zero per posting and currency because they are one row.
CREATE VIEW "ledger_entries" AS
  SELECT from_number AS account_number, from_entry AS entry, posting_number, line, currency,
    -amount AS amount, from_balance AS balance, to_number AS counterparty_number, hold_id
  FROM ledger_journal WHERE to_number IS NOT NULL
  UNION ALL
  SELECT to_number, to_entry, posting_number, line, currency, amount, to_balance, from_number, hold_id
  FROM ledger_journal WHERE to_number IS NOT NULL;

-- ── the doors ───────────────────────────────────────────────────────────────────────────────────────

-- The refusal of a request: its code and the facts, which the application takes apart again.
CREATE FUNCTION "ledger_refuse"(code text, facts jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% %', code, facts USING ERRCODE = 'LG001';
END $$;

-- Door for one transfer: INSERT INTO ledger_post_transfer (...) RETURNING posting_number, created_at, replayed.
CREATE VIEW "ledger_post_transfer" AS
  SELECT NULL::text AS key, NULL::bytea AS input_hash, NULL::text AS kind, NULL::timestamptz AS event_at,
    NULL::text AS description, NULL::jsonb AS metadata,
    NULL::text AS from_id, NULL::text AS to_id, NULL::numeric AS amount, NULL::text AS currency,
    NULL::bigint AS posting_number, NULL::timestamptz(3) AS created_at, NULL::boolean AS replayed
  WHERE false;

-- Rows are locked in the order of their ids, as everywhere: the index scan takes the two ids in ascending order,
-- and no other plan is allowed. The plans are fixed because one that is made while the tables are empty would
-- not suit them later.
CREATE FUNCTION "ledger_apply_transfer"() RETURNS trigger LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
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
    AND NEW.key <> '' AND length(NEW.input_hash) = 32 AND NEW.kind <> '' AND NEW.event_at IS NOT NULL) IS NOT TRUE THEN
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
CREATE TRIGGER "ledger_post_transfer" INSTEAD OF INSERT ON "ledger_post_transfer"
  FOR EACH ROW EXECUTE FUNCTION "ledger_apply_transfer"();

-- Door for everything else: any number of postings, each a list of movements, all or nothing.
CREATE VIEW "ledger_post" AS
  SELECT
    -- now, by the caller,s clock: what is expired
    NULL::timestamptz AS asked_at,
    -- the accounts and holds that are touched, each list ascending and without repetition
    NULL::text[] AS accounts, NULL::text[] AS holds,
    -- one element per posting, a list that is too short reads as null
    NULL::text[] AS keys, NULL::bytea[] AS input_hashes, NULL::text[] AS kinds, NULL::timestamptz[] AS event_ats,
    NULL::text[] AS descriptions, NULL::jsonb[] AS metadatas, NULL::bigint[] AS reversed,
    -- one element per movement, those of a posting together: its posting, transfer, capture, hold or release,
    -- places in the lists of accounts and holds, null amount of a capture or release is all that is left
    NULL::int[] AS postings, NULL::text[] AS actions, NULL::int[] AS froms, NULL::int[] AS tos,
    NULL::int[] AS hold_places, NULL::numeric[] AS amounts, NULL::text[] AS currencies,
    NULL::timestamptz[] AS expiries,
    -- the answer, one element per posting
    NULL::bigint[] AS posting_numbers, NULL::timestamptz(3)[] AS created_ats, NULL::boolean[] AS replayed
  WHERE false;

CREATE FUNCTION "ledger_apply_postings"() RETURNS trigger LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET enable_hashjoin = off SET enable_mergejoin = off
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
      IF (keys[place] <> '' AND length(input_hashes[place]) = 32 AND kinds[place] <> '' AND event_ats[place] IS NOT NULL)
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
CREATE TRIGGER "ledger_post" INSTEAD OF INSERT ON "ledger_post"
  FOR EACH ROW EXECUTE FUNCTION "ledger_apply_postings"();

-- ── no other way in ─────────────────────────────────────────────────────────────────────────────────

CREATE FUNCTION "ledger_forbid"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on % is not allowed: %', TG_OP, TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = 'insufficient_privilege';
END $$;

-- At depth 0 a statement comes from outside, the doors write from within their triggers. Statement triggers with a
-- WHEN cost next to nothing where a trigger on each row would cost more than the row.
CREATE TRIGGER "ledger_journal_door" BEFORE INSERT ON "ledger_journal"
  FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0)
  EXECUTE FUNCTION "ledger_forbid"('post through ledger_post or ledger_post_transfer');
CREATE TRIGGER "ledger_journal_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "ledger_journal"
  FOR EACH STATEMENT EXECUTE FUNCTION "ledger_forbid"('what is posted stays; post a reversal');

CREATE TRIGGER "ledger_accounts_opening" BEFORE INSERT ON "ledger_accounts"
  FOR EACH ROW WHEN (NEW."balance" <> 0 OR NEW."locked" <> 0 OR NEW."entry_count" <> 0)
  EXECUTE FUNCTION "ledger_forbid"('an account opens empty');
CREATE TRIGGER "ledger_accounts_door" BEFORE UPDATE OF "balance", "locked", "entry_count" ON "ledger_accounts"
  FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0)
  EXECUTE FUNCTION "ledger_forbid"('balances follow from postings');
CREATE TRIGGER "ledger_accounts_identity"
  BEFORE UPDATE OF "id", "number", "owner_kind", "owner_id", "kind", "currency", "created_at" ON "ledger_accounts"
  FOR EACH STATEMENT EXECUTE FUNCTION "ledger_forbid"('an account stays what it is');
CREATE TRIGGER "ledger_accounts_permanent" BEFORE DELETE OR TRUNCATE ON "ledger_accounts"
  FOR EACH STATEMENT EXECUTE FUNCTION "ledger_forbid"('accounts are not deleted');

CREATE TRIGGER "ledger_holds_door" BEFORE INSERT OR UPDATE ON "ledger_holds"
  FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0)
  EXECUTE FUNCTION "ledger_forbid"('hold, capture and release through ledger_post');
CREATE TRIGGER "ledger_holds_permanent" BEFORE DELETE OR TRUNCATE ON "ledger_holds"
  FOR EACH STATEMENT EXECUTE FUNCTION "ledger_forbid"('holds are not deleted');

-- ── seals ───────────────────────────────────────────────────────────────────────────────────────────

-- What a seal says of a range of postings. Each posting is hashed by itself, as the text of its rows in the order
-- of their lines, the seal is the hash of its predecessor,s hash, its own numbers, and those hashes in order.
CREATE FUNCTION "ledger_digest"(
  previous_hash bytea, seal_number bigint, first_posting bigint, last_posting bigint,
  OUT posting_count bigint, OUT row_count bigint, OUT sums jsonb, OUT hash bytea
) LANGUAGE plpgsql STABLE
SET timezone = 'UTC' SET datestyle = 'ISO, YMD' SET bytea_output = 'hex'
AS $$
BEGIN
  SELECT count(*), coalesce(sum(p.row_count), 0), sha256(previous_hash || int8send(seal_number)
    || int8send(first_posting) || int8send(last_posting) || coalesce(string_agg(p.hash, '' ORDER BY p.number), ''))
  INTO posting_count, row_count, hash
  FROM (
    SELECT j.posting_number AS number, count(*) AS row_count, sha256(convert_to(string_agg(ROW (j.posting_number,
      j.line, j.action, j.from_number, j.from_entry, j.from_balance, j.to_number, j.to_entry, j.to_balance, j.hold_id,
      j.currency, j.amount, j.key, j.input_hash, j.kind, j.event_at, j.created_at, j.description, j.metadata,
      j.reverses)::text, E'\n' ORDER BY j.line), 'UTF8')) AS hash
    FROM public.ledger_journal j WHERE j.posting_number BETWEEN first_posting AND last_posting GROUP BY j.posting_number
  ) p;
  SELECT coalesce(jsonb_object_agg(t.currency, t.total::text), '{}') INTO sums FROM (
    SELECT j.currency, sum(j.amount) AS total FROM public.ledger_journal j
    WHERE j.posting_number BETWEEN first_posting AND last_posting AND j.to_number IS NOT NULL GROUP BY j.currency
  ) t;
END $$;

-- INSERT INTO ledger_seals DEFAULT VALUES seals what is ripe, or nothing. Posting never waits for it.
--
-- Numbers are drawn before they are committed, so a number that is missing may still come. Every door draws its
-- numbers after its transaction has got its own number. A barrier is therefore a posting number and a transaction
-- number obtained after it: once every transaction below the latter has ended, no number up to the former can come.
CREATE FUNCTION "ledger_seal"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  drawn bigint;
  own bigint;
  barrier record;
  latest record;
  sealed_through bigint;
BEGIN
  IF pg_current_xact_id_if_assigned() IS NOT NULL THEN
    RAISE EXCEPTION 'sealing takes a transaction of its own' USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END INTO drawn
  FROM public.ledger_journal_posting_number_seq;
  own := pg_current_xact_id()::text::bigint;
  SELECT * INTO barrier FROM public.ledger_seal_barrier FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  SELECT number, to_posting, hash INTO latest FROM public.ledger_seals ORDER BY number DESC LIMIT 1;
  sealed_through := coalesce(latest.to_posting, 0);

  NEW.number := NULL;
  IF barrier.posting_number > sealed_through AND barrier.transaction_number < own
    AND barrier.transaction_number <= pg_snapshot_xmin(pg_current_snapshot())::text::bigint THEN
    NEW.number := coalesce(latest.number, 0) + 1;
    NEW.from_posting := sealed_through + 1;
    NEW.to_posting := least(barrier.posting_number, sealed_through + 10000);
    NEW.previous_hash := coalesce(latest.hash, decode(repeat('00', 32), 'hex'));
    SELECT d.* INTO NEW.posting_count, NEW.row_count, NEW.sums, NEW.hash
    FROM public.ledger_digest(NEW.previous_hash, NEW.number, NEW.from_posting, NEW.to_posting) d;
    NEW.sealed_at := now();
    sealed_through := NEW.to_posting;
  END IF;
  -- Transaction numbers begin anew where a dump is restored: a barrier from the future is void.
  IF barrier.posting_number <= sealed_through OR barrier.transaction_number >= own THEN
    UPDATE public.ledger_seal_barrier SET posting_number = drawn, transaction_number = own;
  END IF;
  IF NEW.number IS NULL THEN
    RETURN NULL;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "ledger_seals_door" BEFORE INSERT ON "ledger_seals" FOR EACH ROW EXECUTE FUNCTION "ledger_seal"();
CREATE TRIGGER "ledger_seals_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "ledger_seals"
  FOR EACH STATEMENT EXECUTE FUNCTION "ledger_forbid"('seals stay');
CREATE TRIGGER "ledger_seal_barrier_door" BEFORE INSERT OR UPDATE ON "ledger_seal_barrier"
  FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION "ledger_forbid"('it moves with the seals');
CREATE TRIGGER "ledger_seal_barrier_permanent" BEFORE DELETE OR TRUNCATE ON "ledger_seal_barrier"
  FOR EACH STATEMENT EXECUTE FUNCTION "ledger_forbid"('it moves with the seals');

-- Also for sessions that call themselves replicas.
DO $$
DECLARE
  guard record;
BEGIN
  FOR guard IN SELECT tgname, tgrelid::regclass AS guarded FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE NOT tgisinternal AND relkind = 'r' AND relname LIKE 'ledger\_%'
  LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', guard.guarded, guard.tgname);
  END LOOP;
END $$;
