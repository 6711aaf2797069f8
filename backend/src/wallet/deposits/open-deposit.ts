import { giveBackLimit } from '../../compliance/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import type { OpenedDeposit } from '../providers/deposit-provider.ts';
import { lockDeposit, setOpened, updateDeposit } from './deposit.repository.ts';
import { depositEvents } from './deposit-events.ts';
import type { DepositRow } from './deposit-row.ts';
import { type DepositServices, requireDepositProvider } from './require-provider.ts';

/** Longer than the provider is waited for: nobody else asks in the meantime. */
const ASKING_MS = 120_000;
/** Clocks differ. */
const CLOCK_SKEW_MS = 300_000;
/** After this time without any answer the deposit is given up. */
const GIVE_UP_MS = 86_400_000;
export const FIRST_CHECK_MS = 60_000;

/**
 * Asks the provider for the address of a deposit that has none. If it was asked before and no answer was stored,
 * the payment is looked up first. When no answer comes, the deposit stays as it is and is due again later.
 */
export async function openDeposit(services: DepositServices, depositId: string): Promise<void> {
  const provider = requireDepositProvider(services);
  const claim = await claimAsking(services, depositId);
  if (claim === undefined) return;
  const { deposit, askedBefore } = claim;
  const { asset, amount } = deposit;
  let answer: OpenedDeposit;
  try {
    const since = askedBefore && new Date(askedBefore.getTime() - CLOCK_SKEW_MS);
    const found = since && (await provider.find({ depositId, since }));
    answer = found ? { kind: 'opened', where: found } : await provider.open({ depositId, asset, amount });
  } catch (error) {
    services.logger.warn({ err: error, depositId }, 'the payment provider gave no address');
    await postpone(services, deposit);
    return;
  }
  await keepAnswer(services, depositId, answer);
}

async function claimAsking(
  { database, clock }: DepositServices,
  depositId: string,
): Promise<{ deposit: DepositRow; askedBefore: Date | null } | undefined> {
  return database.transaction(async (tx) => {
    const now = clock.now();
    const deposit = await lockDeposit(tx, depositId);
    if (deposit?.status !== 'creating') return undefined;
    const { askedAt } = deposit;
    if (askedAt !== null && deposit.nextCheckAt !== null && deposit.nextCheckAt > now) return undefined;
    const nextCheckAt = new Date(now.getTime() + ASKING_MS);
    await updateDeposit(tx, now, depositId, { askedAt: askedAt ?? now, nextCheckAt });
    return { deposit, askedBefore: askedAt };
  });
}

async function keepAnswer(services: DepositServices, id: string, answer: OpenedDeposit): Promise<void> {
  const { database, clock } = services;
  await database.transaction(async (tx) => {
    const now = clock.now();
    const deposit = await lockDeposit(tx, id);
    // A notification may have brought the address already.
    if (deposit?.status !== 'creating') return;
    if (answer.kind === 'opened') {
      const nextCheckAt = new Date(now.getTime() + FIRST_CHECK_MS);
      await setOpened(tx, now, { id, nextCheckAt, where: answer.where });
      await recordEvents(tx, now, depositEvents(deposit, ['opened']));
    } else {
      await updateDeposit(tx, now, id, { status: 'failed', problem: answer.reason, nextCheckAt: null });
      await giveBackLimit(tx, id);
      await recordEvents(tx, now, depositEvents(deposit, ['failed']));
    }
  });
}

/** Due again soon at first, then less and less often; not for ever. */
async function postpone(services: DepositServices, { id, createdAt }: DepositRow): Promise<void> {
  const now = services.clock.now();
  const ageMs = now.getTime() - createdAt.getTime();
  if (ageMs > GIVE_UP_MS) {
    return keepAnswer(services, id, { kind: 'refused', reason: 'the payment provider never answered' });
  }
  const nextCheckAt = new Date(
    now.getTime() + Math.min(Math.max(FIRST_CHECK_MS, ageMs), 60 * FIRST_CHECK_MS),
  );
  await services.database.transaction(async (tx) => {
    const deposit = await lockDeposit(tx, id);
    if (deposit?.status === 'creating') await updateDeposit(tx, now, id, { nextCheckAt });
  });
}
