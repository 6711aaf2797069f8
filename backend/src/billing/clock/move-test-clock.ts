import { merchantActor, recordAudit } from '../../compliance/index.ts';
import type { MerchantScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { InvalidInputError, NotFoundError } from '../../platform/errors/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import type { Jobs } from '../../platform/jobs/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { TestClockUnavailableError } from './clock.errors.ts';
import { lockTestClock, type TestClockRow, writeTestClock } from './clock.repository.ts';
import { testClockEvents } from './test-clock.ts';

type Services = Pick<PlatformServices, 'database' | 'clock'> & { readonly jobs: Pick<Jobs, 'enqueue'> };

/** The queue of the job that moves clocks. */
export const ADVANCE_TEST_CLOCKS = 'advance-test-clocks';
/** Further than this in one go is refused as a likely mistake. */
const YEARS_MAX = 10;
const YEAR_MS = 366 * 86_400_000;

/**
 * Gives a merchant in test mode a clock of its own. It begins at the present and moves to `at`, as by
 * `advanceTestClock`; from then on time passes for the merchant only when it is moved.
 * @throws TestClockUnavailableError for a live merchant and where there is a clock, InvalidInputError
 */
export function setTestClock(services: Services, scope: MerchantScope, at: Date): Promise<TestClockRow> {
  return move(services, scope, 'at', at, (present, now) => {
    if (present !== null) throw new TestClockUnavailableError('running');
    return now;
  });
}

/**
 * Moves a merchant's clock forward. It stops wherever something is due and goes on when that is done: renewals, ends
 * of paid time and dunning happen in the order and at the times at which they would have happened. The answer does not
 * wait for it; while a clock moves its target can be put further off.
 * @throws TestClockUnavailableError for one that has none, InvalidInputError for a time that has passed
 */
export function advanceTestClock(services: Services, scope: MerchantScope, to: Date): Promise<TestClockRow> {
  return move(services, scope, 'to', to, (present) => {
    if (present === null) throw new TestClockUnavailableError('none');
    return present;
  });
}

async function move(
  { database, clock, jobs }: Services,
  scope: MerchantScope,
  field: string,
  target: Date,
  beginning: (present: Date | null, now: Date) => Date,
): Promise<TestClockRow> {
  const { merchantId } = scope;
  return database.transaction(async (tx) => {
    const locked = await lockTestClock(tx, merchantId);
    if (!locked) throw new NotFoundError('merchant', merchantId);
    if (locked.mode !== 'test') throw new TestClockUnavailableError('live');
    const at = beginning(locked.at, clock.now());
    checkTarget(field, target, locked.target ?? at, at);
    const moved = { merchantId, at, target };
    await writeTestClock(tx, moved);
    await jobs.enqueue(tx, ADVANCE_TEST_CLOCKS, { merchantId });
    await tell(tx, clock.now(), scope, moved);
    return moved;
  });
}

function checkTarget(field: string, target: Date, earliest: Date, at: Date): void {
  if (target < earliest) throw new InvalidInputError(field, `not before ${earliest.toISOString()}`);
  if (target.getTime() - at.getTime() > YEARS_MAX * YEAR_MS) {
    throw new InvalidInputError(field, `within ${YEARS_MAX} years of ${at.toISOString()}`);
  }
}

async function tell(tx: Tx, now: Date, scope: MerchantScope, { merchantId, at, target }: TestClockRow) {
  await recordEvents(tx, now, testClockEvents(merchantId));
  await recordAudit(tx, now, {
    actor: merchantActor(scope),
    action: 'test_clock.moved',
    subjectId: merchantId,
    merchantId,
    details: { from: at.toISOString(), to: target?.toISOString() ?? null },
  });
}
