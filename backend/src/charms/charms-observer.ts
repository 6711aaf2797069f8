import { formatOutPoint } from '@charmbills/charms';
import type { ChainObserver, ChainTransactionRow } from '../bitcoin/index.ts';
import type { Config } from '../platform/config/index.ts';
import type { Tx } from '../platform/database/index.ts';
import type { Logger } from '../platform/logging/index.ts';
import { InputsSpentError } from './charms.errors.ts';
import { releaseReservations } from './funding/reservation.repository.ts';
import { adoptForeignMints } from './holdings/adopt-foreign-mints.ts';
import { findPlanNfts, forgetBlock } from './holdings/charm-output.repository.ts';
import { findForeignMints, isCurrent } from './holdings/foreign-mints.ts';
import { recordHoldings } from './holdings/record-holdings.ts';
import { Verdicts } from './holdings/verdicts.ts';
import {
  advanceSpellJobs,
  markSeen,
  type SpellJobOutline,
  spellJobsOf,
} from './jobs/spell-job.repository.ts';
import type { ForeignMints } from './ports.ts';
import { problemOf } from './problem.ts';

/**
 * What this feature does with the chain's news: keeps account of who holds the charms of our plans, finds
 * mints made elsewhere, and brings spell jobs in line with what became of their transactions. Comes before
 * observers that ask about either.
 */
export function charmsObserver(options: {
  readonly config: Pick<Config, 'BITCOIN_NETWORK'>;
  readonly logger: Logger;
  readonly foreignMints: ForeignMints;
}): ChainObserver {
  const verdicts = new Verdicts(options.config.BITCOIN_NETWORK === 'regtest', options.logger);
  return {
    async onBlockConnected(tx, block, now) {
      const spells = await recordHoldings(tx, block, verdicts);
      await adoptForeignMints(tx, options.foreignMints, await findForeignMints(tx, block, spells), now);
    },
    onBlockDisconnected: (tx, { height }) => forgetBlock(tx, height),
    onConfirmed,
    onFailed,
  };
}

/**
 * A transaction in a block needs nothing more from its job, whoever sent it. One that we did not send was
 * first seen in this block: then it counts whether the plan was current when the block came.
 */
async function onConfirmed(tx: Tx, transactions: readonly ChainTransactionRow[], now: Date): Promise<void> {
  const jobs = await spellJobsOf(
    tx,
    transactions.map(({ id }) => id),
  );
  if (jobs.length === 0) return;
  const heights = new Map(transactions.map(({ id, blockHeight }) => [id, blockHeight ?? 0]));
  const unsure = jobs.filter(
    ({ request, planCurrent }) => request.kind === 'subscription_mint' && planCurrent === null,
  );
  const current = await withCurrentPlan(tx, unsure, heights);
  const outdated = unsure.filter(({ id }) => !current.has(id)).map(({ id }) => id);
  const sure = jobs.filter((job) => !unsure.includes(job)).map(({ id }) => id);
  await markSeen(tx, sure, null, now);
  await markSeen(tx, [...current], true, now);
  await markSeen(tx, outdated, false, now);
  await releaseReservations(
    tx,
    jobs.map(({ id }) => id),
  );
}

async function withCurrentPlan(
  tx: Tx,
  jobs: readonly SpellJobOutline[],
  heights: ReadonlyMap<string, number>,
): Promise<Set<string>> {
  const referred = jobs.flatMap(({ id, transactionId, request }) =>
    request.kind === 'subscription_mint' ? [{ id, transactionId, planNft: request.planNft }] : [],
  );
  const nfts = new Map(
    (
      await findPlanNfts(
        tx,
        referred.map(({ planNft }) => planNft),
      )
    ).map((nft) => [formatOutPoint(nft), nft]),
  );
  const current = referred.filter(({ transactionId, planNft }) => {
    const nft = nfts.get(formatOutPoint(planNft));
    return nft !== undefined && isCurrent(nft, heights.get(transactionId) ?? 0);
  });
  return new Set(current.map(({ id }) => id));
}

/** What was not signed yet has lost its inputs to somebody else's transaction. */
async function onFailed(tx: Tx, transactions: readonly ChainTransactionRow[], now: Date): Promise<void> {
  const jobs = await spellJobsOf(
    tx,
    transactions.map(({ id }) => id),
  );
  const ids = jobs.map(({ id }) => id);
  await advanceSpellJobs(tx, 'failed', ids, now, {
    from: ['queued', 'proving', 'awaiting_signature', 'awaiting_cosignature'],
    problem: problemOf(new InputsSpentError()),
  });
  await releaseReservations(tx, ids);
}
