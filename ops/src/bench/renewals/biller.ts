/**
 * A worker of the benchmark, in a process of its own: invoices all that is due as soon as it is told to, and says how
 * many there were and the most memory it had.
 */

import { invoiceRenewals } from '../../../../backend/src/billing/renewals/invoice-renewals.ts';
import { openDatabase } from '../../../../backend/src/platform/database/index.ts';

interface Order {
  readonly now: string;
}

const database = openDatabase({ url: process.argv[2] ?? '', poolSize: 2 });
await database.client.invoice.count();

process.on('message', async ({ now }: Order) => {
  const instant = new Date(now);
  const invoiced = await invoiceRenewals({ database, clock: { now: () => instant } });
  process.send?.({ invoiced, peakMiB: process.resourceUsage().maxRSS / 1_024 });
});
process.send?.('ready');
