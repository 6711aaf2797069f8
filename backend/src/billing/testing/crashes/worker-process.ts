/**
 * A worker to be killed: does one month's billing as soon as it is told to, over and over until it is done, and says
 * when. Not a test: a process of its own, started by one.
 */
import { openDatabase } from '../../../platform/database/index.ts';
import { billingRound } from './billing-round.ts';

interface Order {
  readonly merchantId: string;
  readonly now: string;
}

const database = openDatabase({ url: process.argv[2] ?? '', poolSize: 2 });
// The first statement takes longer than a month's work.
await database.client.invoice.count();

process.on('message', async ({ merchantId, now }: Order) => {
  const instant = new Date(now);
  await billingRound({ database, clock: { now: () => instant } }, merchantId);
  process.send?.('done');
});
process.send?.('ready');
