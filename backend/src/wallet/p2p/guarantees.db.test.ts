import { expect, test } from 'vitest';
import { useTestWallet } from '../testing.ts';
import { newParties, stepsOn } from './testing.ts';

const wallet = useTestWallet();
const steps = () => stepsOn(wallet.services);
const run = (sql: string, ...values: unknown[]) =>
  wallet.services.database.transaction((tx) => tx.$executeRawUnsafe(sql, ...values));

async function opened() {
  const parties = await newParties(wallet);
  const offerId = await steps().offer(parties.seller);
  return { ...parties, offerId, tradeId: await steps().open(parties.buyer, offerId) };
}

test('a statement by hand cannot end a trade without its money, nor take the money without the trade', async () => {
  const { tradeId } = await opened();
  for (const status of ['released', 'canceled', 'expired']) {
    const ending = run(`UPDATE p2p_trades SET status = $2, ended_at = now() WHERE id = $1`, tradeId, status);
    await expect(ending).rejects.toThrow(/its money is not/);
  }
});

test('a statement by hand cannot take a step that there is not', async () => {
  const { buyer, tradeId } = await opened();
  const setStatus = (status: string, ended: boolean) =>
    run(
      `UPDATE p2p_trades SET status = $2, ended_at = CASE WHEN $3 THEN now() END WHERE id = $1`,
      tradeId,
      status,
      ended,
    );
  await expect(setStatus('disputed', false)).rejects.toThrow(/cannot go from awaiting_payment to disputed/);
  await expect(setStatus('refunded', true)).rejects.toThrow(/cannot go from awaiting_payment to refunded/);
  await expect(setStatus('lost', false)).rejects.toThrow(/cannot go from/);
  await steps().cancel(buyer, tradeId);
  await expect(setStatus('awaiting_payment', false)).rejects.toThrow(/cannot go from canceled/);
  const noting = run(`UPDATE p2p_trades SET resolution = 'x' WHERE id = $1`, tradeId);
  await expect(noting).rejects.toThrow(/stays as it is/);
});

test('what was agreed on stays, and nothing is ever deleted', async () => {
  const { tradeId, seller } = await opened();
  for (const change of ['amount = amount + 1', 'buyer_id = offer_id', "pay_by = pay_by + interval '1 day'"]) {
    const changing = run(`UPDATE p2p_trades SET ${change} WHERE id = $1`, tradeId);
    await expect(changing).rejects.toThrow(/stays as it is/);
  }
  await steps().say(seller, tradeId, 'hello');
  for (const table of ['p2p_trades', 'p2p_messages']) {
    await expect(run(`DELETE FROM ${table}`)).rejects.toThrow(/keeps its rows/);
  }
  await expect(run(`UPDATE p2p_messages SET text = 'x'`)).rejects.toThrow(/keeps its rows/);
});

test('an offer never has less than nothing left, nor more than it had', async () => {
  const { offerId } = await opened();
  for (const remaining of [-1n, 50_000_001n]) {
    const changing = run(
      `UPDATE p2p_offers SET remaining = $2::numeric WHERE id = $1`,
      offerId,
      `${remaining}`,
    );
    await expect(changing).rejects.toThrow(/p2p_offers_amounts_check/);
  }
});

test('a trade is inserted with its hold alone', async () => {
  const { tradeId } = await opened();
  const copying = run(
    `INSERT INTO p2p_trades SELECT (jsonb_populate_record(t, '{"id": "trade_x", "hold_id": "hold_x"}')).* FROM p2p_trades t
     WHERE id = $1`,
    tradeId,
  );
  await expect(copying).rejects.toThrow(/its money is not/);
});
