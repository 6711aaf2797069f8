import { expect, test, vi } from 'vitest';
import { ManualClock } from '../platform/clock.ts';
import { openDatabase } from '../platform/database/index.ts';
import { silentLogger } from '../platform/logging/index.ts';
import { placeHold } from './holds/place-hold.ts';
import { startLedgerUpkeep } from './start-upkeep.ts';
import { TEST_NOW as now, useTestLedger } from './testing.ts';

const ledger = useTestLedger();
const MINUTE_MS = 60_000;

async function holdUntil(expiresAt: Date): Promise<string> {
  const account = await ledger.fund(10n);
  const hold = { key: `hold:${account}`, kind: 'hold', account, amount: 4n, currency: 'USD', expiresAt };
  await ledger.database.transaction((tx) => placeHold(tx, now, hold));
  return account;
}

test('several at once release what expires and seal what is posted, until they are stopped', async () => {
  const clock = new ManualClock(now);
  const start = () =>
    startLedgerUpkeep({ database: ledger.database, clock, logger: silentLogger, intervalMs: 5 });
  const upkeeps = [start(), start(), start()];
  const account = await holdUntil(new Date(now.getTime() + MINUTE_MS));
  clock.advanceBy(2 * MINUTE_MS);
  await vi.waitFor(async () => expect(await ledger.balanceOf(account)).toEqual([10n, 0n]), 20_000);
  await vi.waitFor(async () => {
    const [{ unsealed } = {}] = await ledger.byHand(`SELECT count(*)::int AS unsealed FROM ledger_postings
      WHERE posting_number > (SELECT coalesce(max(to_posting), 0) FROM ledger_seals)`);
    expect(unsealed).toBe(0);
  }, 20_000);

  await Promise.all(upkeeps.map((upkeep) => upkeep.stop()));
});

test('a database that is away is asked again', async () => {
  const away = openDatabase({ url: 'postgresql://127.0.0.1:1/away', poolSize: 2 });
  const warn = vi.spyOn(silentLogger, 'warn');
  const upkeep = startLedgerUpkeep({
    database: away,
    clock: new ManualClock(now),
    logger: silentLogger,
    intervalMs: 1,
  });
  // Two for each time: holds and seals.
  await vi.waitFor(() => expect(warn.mock.calls.length).toBeGreaterThan(4), 20_000);
  await upkeep.stop();
  const asked = warn.mock.calls.length;
  await away.close();
  expect(warn.mock.calls.length).toBe(asked);
});
