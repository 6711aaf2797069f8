import {
  InsufficientFundsError,
  type NewPosting,
  postAll,
  reverseAll,
} from '../../../backend/src/ledger/index.ts';
import { MigrationError } from './errors.ts';
import { openingPosting } from './opening-posting.ts';
import type { PostingServices } from './post-batch.ts';
import {
  advanceCheckpoint,
  findAttempt,
  findProgress,
  finishRun,
  insertRun,
  planForGrowth,
} from './progress.repository.ts';
import { countStanding, findSpent, type StandingOpening, standingOpenings } from './roll-back.repository.ts';
import { withSession } from './session.ts';
import type { Session } from './staging.repository.ts';

export interface RollBackOptions {
  /** Postings per transaction, of which at most 1,000 are taken. */
  readonly batch: number;
  readonly onProgress: (text: string) => void;
}

/** A transaction takes a few seconds at most. */
const MAX_BATCH = 1_000;
const NAMED = 20;

/**
 * Takes the opening balances out again: each is reversed once, its hold released before. Nothing is reversed when
 * any user's money has moved. Interrupted, it goes on where it was. Afterwards the migration may run anew.
 * @throws MigrationError NOTHING_TO_ROLL_BACK, ALREADY_SPENT
 */
export function rollBackWallets(
  services: PostingServices,
  { batch, onProgress }: RollBackOptions,
): Promise<{ readonly reversed: bigint }> {
  const { database, clock } = services;
  return withSession(database, async (session) => {
    const attempt = await findAttempt(session);
    const progress = await findProgress(session, attempt);
    if (progress.posted === 0n && (await countStanding(session, attempt)) === 0n) {
      throw new MigrationError('NOTHING_TO_ROLL_BACK', 'no opening balance of a legacy wallet is posted');
    }
    const run = await insertRun(session, { action: 'roll_back', attempt, source: null, now: clock.now() });
    try {
      await refuseWhereSpent(session, attempt);
      let done = progress.reversed;
      for await (const openings of standingOpenings(session, attempt, Math.min(batch, MAX_BATCH))) {
        await reverseBatch(services, attempt, openings);
        done += BigInt(openings.length);
        onProgress(`reversed ${done} of ${progress.posted}`);
      }
    } catch (error) {
      if (error instanceof MigrationError) await finishRun(session, run, 'refused', clock.now());
      throw error;
    }
    const left = await countStanding(session, attempt);
    if (left > 0n) throw new Error(`${left} opening balances are not reversed`);
    await finishRun(session, run, 'rolled_back', clock.now());
    return { reversed: (await findProgress(session, attempt)).reversed };
  });
}

async function refuseWhereSpent(session: Session, attempt: number): Promise<void> {
  const spent = await findSpent(session, attempt);
  if (spent.length === 0) return;
  const named = spent.slice(0, NAMED).map(({ userId, kind, currency }) => `${userId} ${currency} (${kind})`);
  const more = spent.length > NAMED ? ` and ${spent.length - NAMED} more` : '';
  throw new MigrationError(
    'ALREADY_SPENT',
    `money of ${spent.length} accounts has moved since, nothing was reversed: ${named.join(', ')}${more}`,
  );
}

async function reverseBatch(
  { database, clock }: PostingServices,
  attempt: number,
  openings: readonly StandingOpening[],
): Promise<void> {
  const now = clock.now();
  try {
    await database.transaction(async (tx) => {
      await planForGrowth(tx);
      // Asked again under their keys, the ledger tells the ids of what it has.
      const posted = await postAll(tx, now, openings.map(openingPosting));
      const releases = posted.flatMap(({ holdIds }, i) =>
        holdIds.map(
          (hold): NewPosting => ({
            key: `legacy.release:${openings[i]?.key}`,
            kind: 'legacy.release',
            movements: [{ action: 'release', hold }],
          }),
        ),
      );
      await postAll(tx, now, releases);
      const reversals = posted.map(({ id: postingId }, i) => ({
        key: `legacy.reversal:${openings[i]?.key}`,
        kind: 'legacy.reversal',
        postingId,
      }));
      await reverseAll(tx, now, reversals);
      for (const [collection, reversed] of countBy(openings)) {
        await advanceCheckpoint(tx, attempt, collection, { posted: 0, reversed }, now);
      }
    });
  } catch (error) {
    if (!(error instanceof InsufficientFundsError)) throw error;
    const reason = `account ${error.accountId} has spent meanwhile: stop the product and start the roll-back again`;
    throw new MigrationError('ALREADY_SPENT', reason, { cause: error });
  }
}

function countBy(openings: readonly StandingOpening[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { collection } of openings) counts.set(collection, (counts.get(collection) ?? 0) + 1);
  return counts;
}
