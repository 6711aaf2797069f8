import type { OperatorScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import type { SavingsRate } from './savings-rate.ts';

/** All rates there have been and will be, by currency and day. */
export async function listSavingsRates(tx: Tx): Promise<SavingsRate[]> {
  return tx.savingsRate.findMany({
    select: { currency: true, fromDay: true, ratePpm: true },
    orderBy: [{ currency: 'asc' }, { fromDay: 'asc' }],
  });
}

/** Sets what is to be from that day on; another for the same day takes its place. */
export async function upsertSavingsRate(
  tx: Tx,
  { personId: setBy }: OperatorScope,
  { currency, fromDay, ratePpm }: SavingsRate,
  setAt: Date,
): Promise<void> {
  await tx.savingsRate.upsert({
    where: { currency_fromDay: { currency, fromDay } },
    create: { currency, fromDay, ratePpm, setBy, setAt },
    update: { ratePpm, setBy, setAt },
  });
}
