import pg from 'pg';
import { expect, test } from 'vitest';
import { useTestLedger } from './testing.ts';

/** A name in a door that does not say its schema would be whatever the caller's search path makes of it. */
const ledger = useTestLedger();

/**
 * A schema with everything of PostgreSQL's that the ledger's functions could mean: each of its operators and types, and
 * each of its functions whose name they mention, with the same arguments and of no use. Where it comes first in the
 * search path, a name without its schema fails.
 */
const SHADOWS = `
  CREATE SCHEMA shadow;
  CREATE SEQUENCE shadow.numbers;
  DO $do$
  DECLARE
    meant record;
    useless text;
  BEGIN
    FOR meant IN
      SELECT NULL AS operator, p.proname AS name, pg_get_function_identity_arguments(p.oid) AS arguments,
        format_type(p.prorettype, NULL) AS result, NULL::text AS l, NULL::text AS r
      FROM pg_proc p WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.prokind IN ('f', 'a')
        AND EXISTS (SELECT FROM pg_proc q JOIN pg_namespace n ON n.oid = q.pronamespace
          WHERE (n.nspname = 'ledger' OR q.proname LIKE 'ledger\\_%') AND q.prosrc ~ ('\\m' || p.proname || '\\M'))
      UNION ALL
      SELECT o.oprname, NULL, NULL, format_type(o.oprresult, NULL),
        nullif(format_type(o.oprleft, NULL), '-'), format_type(o.oprright, NULL)
      FROM pg_operator o WHERE o.oprnamespace = 'pg_catalog'::regnamespace
    LOOP
      useless := format('shadow.%I', coalesce(meant.name, 'operator_' || nextval('shadow.numbers')));
      BEGIN
        EXECUTE format($$CREATE FUNCTION %s(%s) RETURNS %s LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION $q$a shadow$q$; END'$$,
          useless, coalesce(meant.arguments, concat_ws(', ', meant.l, meant.r)), meant.result);
        IF meant.operator IS NOT NULL THEN
          EXECUTE format('CREATE OPERATOR shadow.%s (%s RIGHTARG = %s, FUNCTION = %s)', meant.operator,
            'LEFTARG = ' || meant.l || ',', meant.r, useless);
        END IF;
      EXCEPTION WHEN OTHERS THEN
        NULL; -- what takes or gives a pseudo-type
      END;
    END LOOP;
    FOREACH useless IN ARRAY '{bool,int2,int4,int8,text,numeric,bytea,jsonb,timestamptz,varchar}'::text[] LOOP
      EXECUTE format('CREATE DOMAIN shadow.%I AS pg_catalog.interval', useless);
    END LOOP;
  END $do$`;

const TRANSFER = `INSERT INTO public.ledger_post_transfer (key, input_hash, kind, event_at, from_id, to_id, amount, currency)
  VALUES ($1, $2, 'x', '2026-03-01T10:00:00Z', $3, $4, $5, 'USD') RETURNING replayed`;
const BATCH = `INSERT INTO public.ledger_post (asked_at, accounts, holds, keys, input_hashes, kinds, event_ats, postings,
    actions, froms, tos, amounts, currencies)
  VALUES ('2026-03-01T10:00:00Z', $3, '{}', $1, $2, '{x}', '{2026-03-01T10:00:00Z}', '{1}', '{transfer}', $4, $5, $6, '{USD}')
  RETURNING replayed`;

test('the doors and their guards mean PostgreSQL’s own names, whatever comes first in the search path', async () => {
  const [a, b] = [await ledger.fund(100n), await ledger.fund(0n)];
  await ledger.byHand(SHADOWS);
  // Of its own: what a session has run before it has looked up already.
  const client = new pg.Client({ connectionString: ledger.url });
  await client.connect();
  try {
    await client.query('SET search_path = shadow, pg_catalog, public');
    for (const sql of ['SELECT 1 + 1', "SELECT length('x')", "SELECT 'x'::text = 'x'", 'SELECT now()']) {
      await expect(client.query(sql), sql).rejects.toThrow();
    }
    const hash = Buffer.alloc(32);
    const single = (key: string, amount: number, inputHash = hash) =>
      client.query(TRANSFER, [key, inputHash, a, b, amount]);
    expect((await single('one', 10)).rows).toEqual([{ replayed: false }]);
    expect((await single('one', 10)).rows).toEqual([{ replayed: true }]);
    await expect(single('one', 10, Buffer.alloc(32, 1))).rejects.toThrow('IDEMPOTENCY_KEY_REUSED');
    await expect(single('two', 91)).rejects.toThrow('INSUFFICIENT_FUNDS');
    await expect(single('two', 0)).rejects.toThrow('POSTING_INVALID');
    await expect(single('two', 0.5)).rejects.toThrow('POSTING_INVALID');

    const accounts = [a, b].sort();
    const place = (id: string) => [accounts.indexOf(id) + 1];
    const batch = (key: string, amount: number) =>
      client.query(BATCH, [[key], [hash], accounts, place(a), place(b), [amount]]);
    expect((await batch('three', 20)).rows).toEqual([{ replayed: [false] }]);
    expect((await batch('three', 20)).rows).toEqual([{ replayed: [true] }]);
    await expect(batch('four', 71)).rejects.toThrow('INSUFFICIENT_FUNDS');

    const update = 'UPDATE public.ledger_accounts SET balance = 1000';
    await expect(client.query(update)).rejects.toThrow('not allowed');
    await client.query('INSERT INTO public.ledger_seals DEFAULT VALUES');
  } finally {
    await client.end();
  }
  expect(await ledger.balanceOf(a)).toEqual([70n, 0n]);
  expect(await ledger.balanceOf(b)).toEqual([30n, 0n]);
});
