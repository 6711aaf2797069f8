import { MigrationError } from './errors.ts';
import type { JudgeOptions } from './judge-document.ts';
import { type PostingServices, postBatch } from './post-batch.ts';
import { findAttempt, findProgress, finishRun, insertRun, replaceQuarantine } from './progress.repository.ts';
import { writeQuarantineFile } from './quarantine-file.ts';
import { withSession } from './session.ts';
import type { LegacySource } from './source.ts';
import { stageSource } from './stage-source.ts';
import { createStaging, pendingRows, type Session, setDuplicatesAside } from './staging.repository.ts';
import { type MigrationReport, verify } from './verify.ts';

export interface MigrationOptions extends Pick<JudgeOptions, 'balanceIs'> {
  /** Reads, judges and reports, and writes nothing. */
  readonly dryRun: boolean;
  /** Rows per transaction, at most 10,000. */
  readonly batch: number;
  /** CSV file for what is set aside. */
  readonly quarantineFile?: string | undefined;
  /** Told how far it is. */
  readonly onProgress: (text: string) => void;
}

/**
 * Brings the balances of the legacy system into the ledger. All of the source is read and judged first, so that
 * nothing is posted from a source that is broken; then what is not in the ledger yet is posted, batch by batch; then
 * both are compared. Interrupted at any moment and started again it ends as if it had not been.
 * @throws MigrationError
 */
export function migrateWallets(
  services: PostingServices,
  source: LegacySource,
  options: MigrationOptions,
): Promise<MigrationReport> {
  return withSession(services.database, async (session) => {
    const attempt = await findAttempt(session);
    if ((await findProgress(session, attempt)).reversed > 0n) {
      throw new MigrationError(
        'ROLL_BACK_UNFINISHED',
        'a roll-back was interrupted: finish it with --roll-back',
      );
    }
    return options.dryRun
      ? preview(services, session, attempt, source, options)
      : migrate(services, session, attempt, source, options);
  });
}

async function preview(
  { currencies }: PostingServices,
  session: Session,
  attempt: number,
  source: LegacySource,
  options: MigrationOptions,
): Promise<MigrationReport> {
  const read = await stage(session, source, { ...options, currencies });
  options.onProgress('comparing');
  return verify(session, attempt, read, { dryRun: true, currencies });
}

async function migrate(
  services: PostingServices,
  session: Session,
  attempt: number,
  source: LegacySource,
  options: MigrationOptions,
): Promise<MigrationReport> {
  const { currencies, clock } = services;
  const { description } = source;
  const run = await insertRun(session, { action: 'migrate', attempt, source: description, now: clock.now() });
  const read = await stage(session, source, { ...options, currencies });
  await replaceQuarantine(session, attempt);
  let posted = 0;
  for await (const rows of pendingRows(session, attempt, options.batch)) {
    await postBatch(services, attempt, rows);
    posted += rows.length;
    options.onProgress(`posted ${posted} rows`);
  }
  options.onProgress('comparing');
  const report = await verify(session, attempt, read, { dryRun: false, currencies });
  await finishRun(session, run, report.problems.length === 0 ? 'balanced' : 'unbalanced', clock.now());
  return report;
}

async function stage(
  session: Session,
  source: LegacySource,
  options: MigrationOptions & JudgeOptions,
): Promise<Awaited<ReturnType<typeof stageSource>>> {
  await createStaging(session);
  const read = await stageSource(session, source, options, (collection, rows) =>
    options.onProgress(`read ${rows} rows of ${collection}`),
  );
  options.onProgress('looking for duplicates');
  await setDuplicatesAside(session);
  if (options.quarantineFile !== undefined) await writeQuarantineFile(session, options.quarantineFile);
  return read;
}
