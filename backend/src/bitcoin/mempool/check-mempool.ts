import type { FollowerDeps } from '../follower/follower-deps.ts';
import { nextCheckAt } from '../transactions/check-schedule.ts';
import { recordFailures } from '../transactions/record-failures.ts';
import { type DueTransaction, findDue, findInputs, updateNextChecks } from './due-check.repository.ts';
import { judgeCheck, type Observation } from './judge-check.ts';
import { observeDue } from './observe-due.ts';

/** Transactions looked for in one go, and how often a pass does so. */
const BATCH = 200;
const BATCHES_PER_PASS = 5;

export interface CheckCounts {
  checked: number;
  failed: number;
}

/**
 * Looks whether the mempool still has our pending transactions, those whose time has come: sends again what
 * vanished, gives up what was replaced or cannot come back. The node is asked before anything is written, so a
 * node that is away changes nothing.
 * @throws NodeUnavailableError
 */
export async function checkMempool(deps: FollowerDeps, counts: CheckCounts): Promise<void> {
  for (let batch = 0; batch < BATCHES_PER_PASS; batch++) {
    const now = deps.clock.now();
    const due = await findDue(deps.database.client, now, BATCH);
    if (due.length === 0) return;
    const inputs = await findInputs(deps.database.client, due);
    counts.failed += await conclude(deps, due, await observeDue(deps.rpc, due, inputs), now);
    counts.checked += due.length;
    if (due.length < BATCH) return;
  }
}

async function conclude(
  { database, observers }: FollowerDeps,
  due: readonly DueTransaction[],
  observations: ReadonlyMap<string, Observation>,
  now: Date,
): Promise<number> {
  return database.transaction(async (tx) => {
    const failures = due.flatMap((row) => {
      const observation = observations.get(row.id);
      const verdict = observation && judgeCheck(row, row.checks, observation, now);
      return verdict ? [{ merchantId: row.merchantId, id: row.id, ...verdict }] : [];
    });
    await updateNextChecks(
      tx,
      due.map(({ merchantId, id, checks }) => ({
        merchantId,
        id,
        checks,
        nextCheckAt: nextCheckAt(now, checks + 1),
      })),
    );
    return (await recordFailures(tx, observers, failures, now)).length;
  });
}
