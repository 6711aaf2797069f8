import { recordAudit, systemActor } from '../../compliance/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import type { PayoutAnswer, PayoutProvider, PayoutReport } from '../providers/payout-provider.ts';
import { applyPayoutReport } from './apply-payout-report.ts';
import { settleUnpaid } from './settle-withdrawal.ts';
import { lockWithdrawal, updateWithdrawal } from './withdrawal.repository.ts';
import { nextWithdrawalStatus, type WithdrawalInput } from './withdrawal.ts';
import { withdrawalEvents } from './withdrawal-events.ts';
import type { WithdrawalRow } from './withdrawal-row.ts';
import { requirePayoutProvider, type WithdrawalServices } from './withdrawal-services.ts';

const ACTOR = systemActor('payouts');
/** Longer than the provider is waited for. */
const ASKING_MS = 300_000;
const RETRY_MS = 120_000;
/** Clocks differ. */
const CLOCK_SKEW_MS = 300_000;
/** How long after it could last have been carried out a payout that the provider does not have counts as not done. */
const ABSENCE_MARGIN_MS = 3_600_000;
/** After so many attempts that came to nothing an operator decides. */
const MAX_ATTEMPTS = 3;

/**
 * Moves an approved withdrawal one or two steps on: asks the provider for the payout, confirms it, or finds out
 * what became of it. Can be called at any time, by several at once, and after a crash at any point: that the
 * provider is about to be asked is stored before, and what was asked is looked up before it is asked again.
 * @throws WithdrawalsUnavailableError
 */
export async function sendWithdrawal(services: WithdrawalServices, withdrawalId: string): Promise<void> {
  const provider = requirePayoutProvider(services);
  const step = await begin(services, withdrawalId);
  if (step === undefined) return;
  const { withdrawal, isNew } = step;
  const report = isNew
    ? await create(services, provider, withdrawal)
    : await lookUp(services, provider, withdrawal);
  if (report === undefined) return;
  const meaning = await services.database.transaction((tx) =>
    applyPayoutReport(tx, services, withdrawal.provider, report),
  );
  // One that contradicts what we know, such as a second, is never let go: the provider gives it up by itself.
  if (meaning === 'created') await confirm(services, provider, withdrawalId, report.batch);
}

/** Whose turn it is: for one that is new, `sending` is stored before anybody is asked. */
function begin(
  { database, clock }: WithdrawalServices,
  id: string,
): Promise<{ readonly withdrawal: WithdrawalRow; readonly isNew: boolean } | undefined> {
  return database.transaction(async (tx) => {
    const now = clock.now();
    const withdrawal = await lockWithdrawal(tx, id);
    if (withdrawal === undefined) return undefined;
    const { status, attempts } = withdrawal;
    if (status === 'sending' || status === 'unknown' || status === 'sent')
      return { withdrawal, isNew: false };
    const next = nextWithdrawalStatus(status, 'send');
    if (next === undefined) return undefined;
    await updateWithdrawal(tx, now, id, {
      status: next,
      sendingAt: now,
      attempts: attempts + 1,
      nextCheckAt: new Date(now.getTime() + ASKING_MS),
    });
    return { withdrawal, isNew: true };
  });
}

async function create(
  services: WithdrawalServices,
  provider: PayoutProvider,
  { id: withdrawalId, asset, address, addressExtra, amount }: WithdrawalRow,
): Promise<PayoutReport | undefined> {
  const answer = await provider.create({ withdrawalId, asset, address, addressExtra, amount });
  if (answer.kind === 'done') return answer.result;
  await noteAnswer(services, withdrawalId, answer);
  return undefined;
}

async function lookUp(
  services: WithdrawalServices,
  provider: PayoutProvider,
  { id: withdrawalId, reference, sendingAt, createdAt }: WithdrawalRow,
): Promise<PayoutReport | undefined> {
  try {
    if (reference !== null) return await provider.report(reference);
    const since = new Date((sendingAt ?? createdAt).getTime() - CLOCK_SKEW_MS);
    const found = await provider.find({ withdrawalId, since });
    if (found === undefined) await noteAbsence(services, withdrawalId, provider.confirmWithinMs);
    return found;
  } catch (error) {
    services.logger.warn({ err: error, withdrawalId }, 'a payout could not be looked up');
    return undefined;
  }
}

async function confirm(
  services: WithdrawalServices,
  provider: PayoutProvider,
  withdrawalId: string,
  batch: string,
): Promise<void> {
  const answer = await provider.confirm(batch);
  if (answer.kind !== 'done') return noteAnswer(services, withdrawalId, answer);
  await change(services, withdrawalId, async (tx, now, withdrawal) => {
    await step(tx, now, withdrawal, 'confirmed', null);
  });
}

/** The provider did not do it, or may have. */
async function noteAnswer(
  services: WithdrawalServices,
  withdrawalId: string,
  answer: Exclude<PayoutAnswer<unknown>, { kind: 'done' }>,
): Promise<void> {
  const { kind, reason } = answer;
  services.logger.warn({ withdrawalId, kind, reason }, 'a payout was not carried out, or nobody knows');
  await change(services, withdrawalId, async (tx, now, withdrawal) => {
    if (kind === 'unknown') return step(tx, now, withdrawal, 'lost', reason);
    // A payout that exists and could not be confirmed: the provider gives it up by itself, and says so.
    if (withdrawal.reference !== null) return updateWithdrawal(tx, now, withdrawalId, { problem: reason });
    if (kind === 'unavailable') return step(tx, now, withdrawal, 'not_done', reason);
    const failed = nextWithdrawalStatus(withdrawal.status, 'refused') === 'failed';
    if (failed) await settleUnpaid(tx, services, withdrawal, { actor: ACTOR, status: 'failed', reason });
  });
}

/**
 * The provider does not have it. Nothing follows while it might still appear; afterwards it was never done, since
 * what is not confirmed in time is not carried out, and only what was found is ever confirmed.
 */
async function noteAbsence(
  services: WithdrawalServices,
  withdrawalId: string,
  confirmWithinMs: number,
): Promise<void> {
  await change(services, withdrawalId, async (tx, now, withdrawal) => {
    const { reference, sendingAt, attempts } = withdrawal;
    if (reference !== null || sendingAt === null) return;
    const isCertain = now.getTime() - sendingAt.getTime() > confirmWithinMs + ABSENCE_MARGIN_MS;
    if (!isCertain) return step(tx, now, withdrawal, 'lost', 'the provider has not said whether it has it');
    if (attempts >= MAX_ATTEMPTS) {
      const problem = `the provider does not have it after ${attempts} attempts`;
      await updateWithdrawal(tx, now, withdrawal.id, { problem, nextCheckAt: null });
      return;
    }
    await step(tx, now, withdrawal, 'not_done', 'the provider never got it');
  });
}

function change(
  { database, clock }: WithdrawalServices,
  id: string,
  work: (tx: Tx, now: Date, withdrawal: WithdrawalRow) => Promise<void>,
): Promise<void> {
  return database.transaction(async (tx) => {
    const withdrawal = await lockWithdrawal(tx, id);
    if (withdrawal !== undefined) await work(tx, clock.now(), withdrawal);
  });
}

/** One step of the states, where it is allowed. */
async function step(
  tx: Tx,
  now: Date,
  withdrawal: WithdrawalRow,
  input: WithdrawalInput,
  problem: string | null,
): Promise<void> {
  const { id, status: before } = withdrawal;
  const status = nextWithdrawalStatus(before, input);
  if (status === undefined) return;
  const nextCheckAt = new Date(now.getTime() + RETRY_MS);
  const isDue = withdrawal.nextCheckAt !== null && withdrawal.nextCheckAt > nextCheckAt && before === status;
  await updateWithdrawal(tx, now, id, {
    status,
    problem,
    // A backoff that is under way goes on.
    nextCheckAt: isDue ? withdrawal.nextCheckAt : nextCheckAt,
    ...(before === status ? {} : { checks: 0 }),
  });
  if (before === status) return;
  await recordAudit(tx, now, {
    actor: ACTOR,
    action: `withdrawal.${status}`,
    subjectId: id,
    details: { problem },
  });
  const news = status === 'sent' || status === 'unknown' ? [status] : [];
  await recordEvents(tx, now, withdrawalEvents(withdrawal, news));
}
