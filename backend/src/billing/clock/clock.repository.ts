import { Prisma, type Tx } from '../../platform/database/index.ts';

/** Which of what is due is to be done: that of one merchant, or of all whose time is the real one. */
export interface Due {
  readonly now: Date;
  readonly limit: number;
  readonly merchantId?: string | undefined;
}

/** The condition on rows of `alias` that they are of that merchant, or of one without a test clock. */
export function ofTimekeeper(alias: string, { merchantId }: Pick<Due, 'merchantId'>): Prisma.Sql {
  const column = Prisma.raw(`${alias}.merchant_id`);
  return merchantId === undefined
    ? Prisma.sql`${column} NOT IN (SELECT id FROM merchants WHERE test_clock_at IS NOT NULL)`
    : Prisma.sql`${column} = ${merchantId}`;
}

/** The time of a merchant's test clock, which does not move until the transaction ends. */
export async function holdTestClock(tx: Tx, merchantId: string): Promise<Date | undefined> {
  const [row] = await tx.$queryRaw<{ at: Date }[]>`
    SELECT test_clock_at AS at FROM merchants WHERE id = ${merchantId} AND test_clock_at IS NOT NULL FOR SHARE`;
  return row?.at;
}

/** The times of these merchants' test clocks, of those that have one, held as by `holdTestClock`. */
export async function readTestClocks(tx: Tx, merchantIds: readonly string[]): Promise<Map<string, Date>> {
  const rows = await tx.$queryRaw<{ id: string; at: Date }[]>`
    SELECT id, test_clock_at AS at FROM merchants
    WHERE id = ANY(${[...merchantIds]}) AND test_clock_at IS NOT NULL ORDER BY id FOR SHARE`;
  return new Map(rows.map(({ id, at }) => [id, at]));
}

/** A merchant's clock of its own. */
export interface TestClockRow {
  readonly merchantId: string;
  readonly at: Date;
  /** Where it is moving to; null while it stands. */
  readonly target: Date | null;
}

export async function findTestClock(tx: Tx, merchantId: string): Promise<TestClockRow | undefined> {
  const row = await tx.merchant.findUnique({
    where: { id: merchantId },
    select: { testClockAt: true, testClockTarget: true },
  });
  if (!row?.testClockAt) return undefined;
  return { merchantId, at: row.testClockAt, target: row.testClockTarget };
}

/** Locks a merchant's clock against others who would move it, and answers with its mode and times. */
export async function lockTestClock(
  tx: Tx,
  merchantId: string,
): Promise<{ readonly mode: string; readonly at: Date | null; readonly target: Date | null } | undefined> {
  const [row] = await tx.$queryRaw<{ mode: string; at: Date | null; target: Date | null }[]>`
    SELECT mode, test_clock_at AS at, test_clock_target AS target FROM merchants
    WHERE id = ${merchantId} FOR NO KEY UPDATE`;
  return row;
}

export async function writeTestClock(tx: Tx, { merchantId, at, target }: TestClockRow): Promise<void> {
  await tx.merchant.update({
    where: { id: merchantId },
    data: { testClockAt: at, testClockTarget: target },
    select: { id: true },
  });
}

/** The merchants whose clocks are moving. */
export async function listMovingClocks(tx: Tx): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM merchants WHERE test_clock_at IS NOT NULL AND test_clock_target IS NOT NULL ORDER BY id`;
  return rows.map(({ id }) => id);
}

/** When the first of each kind is due at a merchant; null where nothing is. */
export interface NextDue {
  readonly renewal: Date | null;
  readonly lapse: Date | null;
  readonly dunning: Date | null;
}

/** What comes next at a merchant: costs what that merchant has, whatever others have. */
export async function readNextDue(tx: Tx, merchantId: string): Promise<NextDue> {
  const [row] = await tx.$queryRaw<NextDue[]>`
    WITH own AS MATERIALIZED (
      SELECT renews_at, CASE WHEN status IN ('trialing', 'active') THEN paid_through END AS lapses_at
      FROM subscriptions WHERE merchant_id = ${merchantId}
        AND status IN ('trialing', 'active', 'past_due')
    ), owed AS MATERIALIZED (
      SELECT next_dunning_at FROM invoices WHERE merchant_id = ${merchantId} AND status = 'open'
    )
    SELECT (SELECT min(renews_at) FROM own) AS renewal, (SELECT min(lapses_at) FROM own) AS lapse,
      (SELECT min(next_dunning_at) FROM owed) AS dunning`;
  return row ?? { renewal: null, lapse: null, dunning: null };
}
