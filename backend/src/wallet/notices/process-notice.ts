import { AppError } from '../../platform/errors/index.ts';
import { applyDepositReport } from '../deposits/apply-report.ts';
import type { WalletServices } from '../ports.ts';
import type { NoticeReader, ProviderNews } from '../providers/notice-reader.ts';
import { applyPayoutReport } from '../withdrawals/apply-payout-report.ts';
import { listOpenNotices, lockOpenNotice, setNoticeProcessed } from './notice.repository.ts';

type Services = Pick<
  WalletServices,
  'database' | 'clock' | 'config' | 'currencies' | 'logger' | 'noticeReader'
>;

/** Does what a notice means, once, in one transaction with noting that it is done. */
export async function processNotice(services: Services, id: bigint): Promise<void> {
  const { database, clock, noticeReader, logger } = services;
  if (noticeReader === undefined) return;
  await database.transaction(async (tx) => {
    const notice = await lockOpenNotice(tx, id);
    if (notice === undefined || notice.provider !== noticeReader.name) return;
    const news = readOrUndefined(noticeReader, notice.body);
    let outcome = 'unusable';
    if (news === undefined) logger.warn({ noticeId: id.toString() }, 'a provider’s notice cannot be used');
    else if (news.kind === 'deposit') {
      outcome = await applyDepositReport(tx, services, notice.provider, news.report);
    } else outcome = await applyPayoutReport(tx, services, notice.provider, news.report);
    await setNoticeProcessed(tx, clock.now(), id, outcome);
  });
}

function readOrUndefined(reader: NoticeReader, body: Uint8Array): ProviderNews | undefined {
  try {
    return reader.read(body);
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

const BATCH = 200;

/** Those that were left, oldest first. One that fails is left again. */
export async function processOpenNotices(services: Services, signal?: AbortSignal): Promise<void> {
  for (const id of await listOpenNotices(services.database.client, BATCH)) {
    if (signal?.aborted) return;
    await processNotice(services, id).catch((error: unknown) =>
      services.logger.error({ err: error, noticeId: id.toString() }, 'a provider’s notice failed'),
    );
  }
}
