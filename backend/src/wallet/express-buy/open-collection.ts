import { giveBackLimit, recordAudit, systemActor } from '../../compliance/index.ts';
import { AppError, ERROR_TABLE } from '../../platform/errors/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import type { WalletServices } from '../ports.ts';
import { listOpeningBuys, lockBuy, setBuyOpened, setBuyStatus } from './express-buy.repository.ts';
import { type ExpressBuy, nextBuyStatus } from './express-buy.ts';
import { expressBuyEvents } from './express-buy-events.ts';
import type { FiatCollection } from './ports.ts';

type Services = Pick<WalletServices, 'database' | 'clock' | 'logger' | 'fiatRails'>;

const BATCH = 100;

/**
 * Asks the rail how an order is paid, outside of any transaction. Safe to repeat: the rail is asked under the order's
 * id. When it cannot be asked, the order stays as it is; when it refuses, the order ends.
 */
export async function openCollection(services: Services, buyId: string): Promise<void> {
  const { database, logger, fiatRails = [] } = services;
  const buy = await database.transaction((tx) => lockBuy(tx, buyId));
  const rail = fiatRails.find(({ name }) => name === buy?.rail);
  if (!rail || buy?.status !== 'opening') return;
  const { payAmount: amount, fromCurrency: currency } = buy.terms;
  let answer: FiatCollection | 'refused';
  try {
    answer = await rail.createCollection({ orderId: buyId, amount, currency });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    logger.warn({ err: error, buyId }, 'a rail gives no way to pay');
    if (ERROR_TABLE[error.code].retryable) return;
    answer = 'refused';
  }
  await noteAnswer(services, buy, answer);
}

async function noteAnswer(
  { database, clock }: Services,
  { id, personId }: ExpressBuy,
  answer: FiatCollection | 'refused',
): Promise<void> {
  await database.transaction(async (tx) => {
    const buy = await lockBuy(tx, id);
    const status = buy && nextBuyStatus(buy.status, answer === 'refused' ? 'refuse' : 'opened');
    if (status === undefined) return;
    const now = clock.now();
    if (answer === 'refused') {
      await setBuyStatus(tx, id, { status, updatedAt: now });
      await giveBackLimit(tx, id);
      await recordAudit(tx, now, {
        actor: systemActor('express-buy'),
        action: 'express_buy.refused',
        subjectId: id,
      });
    } else await setBuyOpened(tx, id, answer, now);
    await recordEvents(tx, now, expressBuyEvents({ id, personId }, status));
  });
}

/** Asks again for the orders that have no answer, oldest first. */
export async function openCollections(services: Services, signal?: AbortSignal): Promise<void> {
  for (const id of await listOpeningBuys(services.database.client, BATCH)) {
    if (signal?.aborted) return;
    await openCollection(services, id).catch((error: unknown) =>
      services.logger.error({ err: error, buyId: id }, 'asking how to pay'),
    );
  }
}
