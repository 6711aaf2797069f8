import { expect, test } from 'vitest';
import { useTestWallet } from '../../testing.ts';
import { scenesOn, stepsOn } from '../testing.ts';
import { readMessages } from './message.repository.ts';

const wallet = useTestWallet();
const steps = () => stepsOn(wallet.services);
const client = () => wallet.services.database.client;

const { opened } = scenesOn(wallet);

test('the two talk while the trade is open; the same message under one key is said once', async () => {
  const { seller, buyer, tradeId } = await opened();
  await Promise.all(Array.from({ length: 4 }, () => steps().say(seller, tradeId, ' DE12 3456 ', 'iban')));
  await steps().say(buyer, tradeId, 'Sent.\nSee you.');
  const said = async () =>
    (await readMessages(client(), [tradeId])).get(tradeId)?.map(({ senderId, text }) => [senderId, text]);
  expect(await said()).toEqual([
    [seller.personId, 'DE12 3456'],
    [buyer.personId, 'Sent.\nSee you.'],
  ]);
  for (const text of ['', ' \n', 'x'.repeat(1_001), 'a\u0000b', 'a\u001bb']) {
    await expect(steps().say(buyer, tradeId, text)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      field: 'text',
    });
  }
  await steps().cancel(buyer, tradeId);
  await expect(steps().say(seller, tradeId, 'Why?')).rejects.toMatchObject({ code: 'TRADE_STATE' });
});

test('there is room for so many messages', async () => {
  const { seller, tradeId } = await opened();
  await client().p2pMessage.createMany({
    data: Array.from({ length: 199 }, (_, i) => ({
      id: `msg_${i}`,
      tradeId,
      senderId: seller.personId,
      text: 'again',
      createdAt: wallet.clock.now(),
    })),
  });
  await steps().say(seller, tradeId, 'the last one');
  await expect(steps().say(seller, tradeId, 'one more')).rejects.toMatchObject({
    code: 'TRADE_MESSAGE_LIMIT',
  });
});
