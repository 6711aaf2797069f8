import type { WalletServices } from '../ports.ts';
import { LiquidityShortError } from '../pricing/pricing.errors.ts';
import { listPendingEntries, lockEntry } from './fiat-entry.repository.ts';
import { settleCredit } from './settle-credit.ts';
import { giveBackOrOwe } from './settle-return.ts';

type Services = Pick<WalletServices, 'database' | 'clock' | 'config' | 'currencies' | 'logger'>;

const BATCH = 200;

/** Does what these lines mean. One that fails stays pending and is tried again by the job. */
export async function settleEntries(services: Services, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await settleEntry(services, id).catch((error: unknown) =>
      services.logger.error({ err: error, entryId: id }, 'a line of a statement failed'),
    );
  }
}

/** All that are pending, oldest first. */
export async function settlePendingEntries(services: Services, signal?: AbortSignal): Promise<void> {
  let after = '';
  while (!signal?.aborted) {
    const ids = await listPendingEntries(services.database.client, after, BATCH);
    await settleEntries(services, ids);
    const last = ids.at(-1);
    if (last === undefined || ids.length < BATCH) return;
    after = last;
  }
}

async function settleEntry(services: Services, id: string): Promise<void> {
  const { database } = services;
  const attempt = (mayBuy: boolean) =>
    database.transaction(async (tx) => {
      const entry = await lockEntry(tx, id);
      if (entry?.status !== 'pending') return;
      if (entry.kind === 'credit') await settleCredit(tx, services, entry, { mayBuy });
    });
  // A refusal of the ledger ends its transaction: what is possible without the exchange is done in another.
  await attempt(true).catch((error: unknown) => {
    if (error instanceof LiquidityShortError) return attempt(false);
    throw error;
  });
  await giveBackOrOwe(services, id);
}
