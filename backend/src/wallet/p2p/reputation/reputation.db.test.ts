import { expect, test } from 'vitest';
import { useTestWallet } from '../../testing.ts';
import { newParties, stepsOn, WINDOW_MS } from '../testing.ts';
import { completionRateBps, readReputations } from './reputation.repository.ts';

const wallet = useTestWallet();
const steps = () => stepsOn(wallet.services);
const client = () => wallet.services.database.client;

test('what came to nothing counts against whoever it was through', async () => {
  const operator = await wallet.newOperator();
  const { seller, buyer } = await newParties(wallet);
  const offerId = await steps().offer(seller);
  const open = async () => {
    const id = await steps().open(buyer, offerId);
    await steps().pay(buyer, id);
    return id;
  };
  await steps().release(seller, await open());
  await steps().cancel(buyer, await open());
  for (const outcome of ['buyer', 'seller'] as const) {
    const id = await open();
    await steps().dispute(buyer, id);
    await steps().resolve(operator, id, outcome);
  }
  await steps().open(buyer, offerId);
  wallet.clock.advanceBy(WINDOW_MS);
  await steps().expire();
  const ids = [seller.personId, buyer.personId, operator.personId];
  const reputations = await readReputations(client(), ids);
  const shown = ids.map((id) => {
    const each = reputations.get(id) ?? { personId: id, completed: -1, failed: -1 };
    return [each.completed, each.failed, completionRateBps(each)];
  });
  expect(shown).toEqual([
    [1, 1, 5_000],
    [2, 3, 4_000],
    [0, 0, null],
  ]);
});
