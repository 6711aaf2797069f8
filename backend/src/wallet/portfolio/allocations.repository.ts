import type { PersonScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import type { Target } from './allocations.ts';

export async function findTargets(tx: Tx, { personId }: PersonScope): Promise<Target[]> {
  const row = await tx.walletAllocation.findUnique({ where: { personId } });
  return (row?.currencies ?? []).map((currency, index) => ({ currency, bps: row?.bps[index] ?? 0 }));
}

/** In one row, so that of two who set them at the same time one is whole and the other gone. */
export async function upsertTargets(
  tx: Tx,
  { personId }: PersonScope,
  targets: readonly Target[],
  setAt: Date,
): Promise<void> {
  const row = {
    currencies: targets.map(({ currency }) => currency),
    bps: targets.map(({ bps }) => bps),
    setAt,
  };
  await tx.walletAllocation.upsert({ where: { personId }, create: { personId, ...row }, update: row });
}

export async function deleteTargets(tx: Tx, { personId }: PersonScope): Promise<void> {
  await tx.walletAllocation.deleteMany({ where: { personId } });
}
