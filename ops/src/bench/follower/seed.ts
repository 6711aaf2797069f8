import { encodeData, encodePlanState } from '@charmbills/charms';
import type pg from 'pg';
import type { BenchPlan, Mint } from './mint-block.ts';

/** Rows that are alike in every case: who sells, what, and the plan's NFT on the chain. */
const MERCHANT = 'mer_bench';
const PLAN = 'plan_bench';

/**
 * Fills an empty database with payments as they stand once they are broadcast: transaction, input, spell job,
 * customer, subscription, quote and detected payment. Those of `mints` are in the block to come, `waiting`
 * further ones are not. The mempool was looked at lately for all of them.
 */
export async function seed(
  client: pg.Client,
  plan: BenchPlan,
  mints: readonly Mint[],
  waiting: number,
  height: number,
): Promise<void> {
  await client.query('BEGIN');
  await seedPlan(client, plan, height);
  await seedPayments(client, plan, mints, waiting);
  await client.query('COMMIT');
  // As autovacuum does within a minute on a server that has been running.
  await client.query('VACUUM ANALYZE');
}

async function seedPlan(client: pg.Client, plan: BenchPlan, height: number): Promise<void> {
  const { identity, vk, nft, merchantScript, priceSats } = plan;
  const script = Buffer.from(merchantScript);
  const state = encodePlanState({
    name: 'Bench',
    priceSats,
    periodSeconds: 2_592_000n,
    merchantScript,
    limit: null,
  });
  await client.query(`INSERT INTO merchants (id, name, created_at) VALUES ($1, 'Bench', now())`, [MERCHANT]);
  await client.query(
    `INSERT INTO plans (merchant_id, id, name, status, payout_address, app_identity, app_vk, nft_txid, nft_vout,
       created_at, activated_at)
     VALUES ($1, $2, 'Bench', 'active', 'bench', $3, $4, $5, $6, now(), now())`,
    [MERCHANT, PLAN, identity, vk, nft.txid, nft.vout],
  );
  await client.query(
    `INSERT INTO prices (merchant_id, id, plan_id, amount, currency, interval_unit, interval_count, created_at)
     VALUES ($1, 'price_bench', $2, $3, 'BTC', 'month', 1, now())`,
    [MERCHANT, PLAN, priceSats],
  );
  await client.query(
    `INSERT INTO charm_outputs (merchant_id, txid, vout, plan_id, tag, app_identity, app_vk, units, data, script,
       block_height)
     VALUES ($1, $2, $3, $4, 'n', $5, $6, 1, $7, $8, $9)`,
    [MERCHANT, nft.txid, nft.vout, PLAN, identity, vk, Buffer.from(encodeData(state)), script, height],
  );
}

async function seedPayments(client: pg.Client, plan: BenchPlan, mints: readonly Mint[], waiting: number) {
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  await client.query(
    `CREATE TEMPORARY TABLE bench ON COMMIT DROP AS
     SELECT lpad(row_number() OVER ()::text, 26, '0') AS n, row_number() OVER () AS i, b.*
     FROM (
       SELECT txid, in_txid, in_vout, decode(raw, 'hex') AS raw, decode(spell, 'hex') AS spell
       FROM unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::text[]) AS m(txid, in_txid, in_vout, raw, spell)
       UNION ALL
       SELECT encode(sha256(('tx' || w)::bytea), 'hex'), encode(sha256(('in' || w)::bytea), 'hex'), w % 4,
         decode(repeat(md5(w::text), 28), 'hex'), decode(repeat(md5(w::text), 12), 'hex')
       FROM generate_series(1, $6::int) AS w
     ) b`,
    [
      mints.map(({ txid }) => txid),
      mints.map(({ input }) => input.txid),
      mints.map(({ input }) => input.vout),
      mints.map(({ raw }) => hex(raw)),
      mints.map(({ spell }) => hex(spell)),
      waiting,
    ],
  );
  for (const statement of PAYMENT_ROWS) await client.query(statement);
  const { identity, vk, nft, merchantScript, priceSats } = plan;
  const request = {
    kind: 'subscription_mint',
    planId: PLAN,
    app: { identity, vk },
    planNft: nft,
    units: 1,
    priceSats: String(priceSats),
    merchantScript: hex(merchantScript),
  };
  await client.query(
    `INSERT INTO spell_jobs (merchant_id, id, transaction_id, person_id, state, request, change_address, fee_rate, spell,
       prevouts, unsigned_tx, psbt, plan_current, attempts, created_at, updated_at, expires_at)
     SELECT '${MERCHANT}', 'spell_' || n, 'tx_' || n, 'person_' || n, 'submitted',
       $1::jsonb || jsonb_build_object('subscriptionId', 'sub_' || n), 'bench', 1.5, spell, '[]', raw,
       encode(raw, 'base64'), true, 1, now(), now(), now() + interval '1 hour' FROM bench`,
    [JSON.stringify(request)],
  );
}

const PAYMENT_ROWS: readonly string[] = [
  `INSERT INTO people (id, address, created_at) SELECT 'person_' || n, 'address_' || n, now() FROM bench`,
  `INSERT INTO customers (merchant_id, id, person_id, address, created_at)
   SELECT '${MERCHANT}', 'cus_' || n, 'person_' || n, 'address_' || n, now() FROM bench`,
  `INSERT INTO subscriptions (merchant_id, id, plan_id, price_id, customer_id, status, created_at, updated_at)
   SELECT '${MERCHANT}', 'sub_' || n, '${PLAN}', 'price_bench', 'cus_' || n, 'incomplete', now(), now() FROM bench`,
  `INSERT INTO chain_transactions (merchant_id, id, kind, status, plan_id, subscription_id, person_id, txid, raw,
     amount_sats, fee_sats, broadcast_at, next_check_at, checks, created_at, updated_at)
   SELECT '${MERCHANT}', 'tx_' || n, 'subscription_mint', 'pending', '${PLAN}', 'sub_' || n, 'person_' || n, txid, raw,
     25000, 300, now(), now() + interval '1 hour' + i % 1000 * interval '1 minute', 3, now(), now() FROM bench`,
  `INSERT INTO chain_inputs (merchant_id, transaction_id, txid, vout)
   SELECT '${MERCHANT}', 'tx_' || n, in_txid, in_vout FROM bench`,
  `INSERT INTO invoices (merchant_id, id, number, status, kind, customer_id, subscription_id, currency, subtotal, total,
     periods, due_at, opened_at, created_at, updated_at)
   SELECT '${MERCHANT}', 'inv_' || n, i, 'open', 'first', 'cus_' || n, 'sub_' || n, 'BTC', 25000, 25000, 1, now(),
     now(), now(), now() FROM bench`,
  `INSERT INTO quotes (merchant_id, id, invoice_id, subscription_id, rail, reference, periods, amount, currency,
     invoice_amount, transaction_id, created_at)
   SELECT '${MERCHANT}', 'quote_' || n, 'inv_' || n, 'sub_' || n, 'charms', 'tx_' || n, 1, 25000, 'BTC', 25000,
     'tx_' || n, now() FROM bench`,
  `INSERT INTO payments (merchant_id, id, invoice_id, subscription_id, quote_id, rail, reference, status, amount,
     currency, invoice_amount, periods, transaction_id, created_at, updated_at)
   SELECT '${MERCHANT}', 'pay_' || n, 'inv_' || n, 'sub_' || n, 'quote_' || n, 'charms', 'tx_' || n, 'detected', 25000,
     'BTC', 25000, 1, 'tx_' || n, now(), now() FROM bench`,
];
