import { applyDepositReport, closeUnpaid } from './apply-report.ts';
import { claimDueDeposits, listDueForOpening, lockDeposit, updateDeposit } from './deposit.repository.ts';
import type { DepositRow } from './deposit-row.ts';
import { openDeposit } from './open-deposit.ts';
import type { DepositServices } from './require-provider.ts';

const BATCH = 50;
/** How long after its expiry the provider may still say how a deposit ended. */
const GRACE_MS = 86_400_000;

/**
 * Asks the provider how awaited deposits stand, for notifications that never came, and once more for addresses
 * that were not given. What cannot be asked now is due again later.
 * @returns how many were looked at
 */
export async function followDeposits(
  services: DepositServices,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<number> {
  const { database, clock, depositProvider, logger } = services;
  if (depositProvider === undefined) return 0;
  let count = 0;
  for (const id of await listDueForOpening(database.client, clock.now(), BATCH)) {
    if (signal?.aborted) return count;
    await openDeposit(services, id);
    count++;
  }
  for (;;) {
    const due = await claimDueDeposits(database.client, clock.now(), BATCH);
    for (const deposit of due) {
      if (signal?.aborted) return count;
      count++;
      try {
        await follow(services, deposit);
      } catch (error) {
        logger.warn({ err: error, depositId: deposit.id }, 'a deposit could not be followed');
      }
    }
    if (due.length < BATCH) return count;
  }
}

async function follow(services: DepositServices, { id, reference, expiresAt }: DepositRow): Promise<void> {
  const { database, clock, depositProvider } = services;
  if (depositProvider === undefined || reference === null) return;
  const isOver = expiresAt !== null && clock.now().getTime() > expiresAt.getTime() + GRACE_MS;
  const report = await depositProvider.report(reference).catch((error: unknown) => {
    if (isOver) return undefined;
    throw error;
  });
  await database.transaction(async (tx) => {
    if (report) await applyDepositReport(tx, services, depositProvider.name, report);
    if (!isOver) return;
    const now = clock.now();
    const deposit = await lockDeposit(tx, id);
    if (deposit?.status === 'waiting') await closeUnpaid(tx, now, deposit, 'expired');
    else if (deposit) await updateDeposit(tx, now, id, { nextCheckAt: null });
  });
}
