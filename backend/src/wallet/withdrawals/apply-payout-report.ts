import { recordAudit, systemActor } from '../../compliance/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { isId } from '../../platform/ids.ts';
import type { WalletServices } from '../ports.ts';
import type { PayoutReport } from '../providers/payout-provider.ts';
import { settlePaid, settleUnpaid } from './settle-withdrawal.ts';
import { findWithdrawalIdByReference, lockWithdrawal, updateWithdrawal } from './withdrawal.repository.ts';
import { isUnderWay, nextWithdrawalStatus } from './withdrawal.ts';
import { withdrawalEvents } from './withdrawal-events.ts';
import type { WithdrawalRow } from './withdrawal-row.ts';

type Services = Pick<WalletServices, 'currencies' | 'clock' | 'config' | 'logger'>;

const ACTOR = systemActor('payouts');
/** Payouts take minutes. */
const NEXT_CHECK_MS = 120_000;

/**
 * Does what the provider says of a payout, in the caller's transaction: the same report again, or an older one,
 * does nothing more. One that contradicts what we know moves no money and is shown to operators.
 * @returns what it meant, in a word
 */
export async function applyPayoutReport(
  tx: Tx,
  services: Services,
  provider: string,
  report: PayoutReport,
): Promise<string> {
  const { withdrawalId, reference } = report;
  const id =
    withdrawalId !== null && isId('withdrawal', withdrawalId)
      ? withdrawalId
      : await findWithdrawalIdByReference(tx, provider, reference);
  const withdrawal = id === undefined ? undefined : await lockWithdrawal(tx, id);
  if (withdrawal === undefined || withdrawal.provider !== provider) {
    services.logger.warn({ provider, reference }, 'a payout that belongs to no withdrawal');
    return 'unknown_payout';
  }
  const contradiction = contradictionOf(withdrawal, report);
  if (contradiction !== undefined) return showProblem(tx, services, withdrawal, contradiction);
  if (!isUnderWay(withdrawal.status)) return 'duplicate';

  switch (report.outcome) {
    case 'paid':
      await keepIds(tx, services, withdrawal, report);
      await settlePaid(tx, services, withdrawal, { actor: ACTOR, networkTxid: report.networkTxid });
      break;
    case 'failed':
      await keepIds(tx, services, withdrawal, report);
      await settleUnpaid(tx, services, withdrawal, {
        actor: ACTOR,
        status: 'failed',
        reason: `the provider did not pay: ${report.error ?? 'no reason given'}`,
      });
      break;
    default:
      await noteUnderWay(tx, services, withdrawal, report);
  }
  return report.outcome;
}

/** What of a report cannot be about this withdrawal, or cannot follow what was known, if anything. */
function contradictionOf(withdrawal: WithdrawalRow, report: PayoutReport): string | undefined {
  const { status, reference, attempts } = withdrawal;
  if (reference !== null && reference !== report.reference)
    return `a second payout (${report.reference}) beside ${reference}`;
  if (report.asset !== withdrawal.asset || report.address !== withdrawal.address)
    return `payout ${report.reference} goes to another address or in another asset`;
  if (report.amount !== withdrawal.amount) return `payout ${report.reference} is of another amount`;
  if (attempts === 0) return `payout ${report.reference} was not asked for`;
  const isLive = report.outcome !== 'failed';
  if ((status === 'failed' || status === 'rejected') && isLive)
    return `payout ${report.reference} is ${report.outcome} although the money was given back`;
  if (status === 'completed' && !isLive) return `payout ${report.reference} failed although it was paid`;
  return undefined;
}

async function showProblem(
  tx: Tx,
  { clock, logger }: Services,
  withdrawal: WithdrawalRow,
  problem: string,
): Promise<string> {
  const { id: withdrawalId } = withdrawal;
  if (withdrawal.problem === problem) return 'contradiction';
  const now = clock.now();
  logger.error({ withdrawalId, problem }, 'a withdrawal needs an operator');
  await updateWithdrawal(tx, now, withdrawalId, { problem });
  await recordAudit(tx, now, {
    actor: ACTOR,
    action: 'withdrawal.contradicted',
    subjectId: withdrawalId,
    details: { problem },
  });
  await recordEvents(tx, now, withdrawalEvents(withdrawal, ['problem']));
  return 'contradiction';
}

async function keepIds(
  tx: Tx,
  { clock }: Services,
  { id }: WithdrawalRow,
  { reference, batch }: PayoutReport,
): Promise<void> {
  await updateWithdrawal(tx, clock.now(), id, { reference, batch });
}

/** The payout exists: it waits to be confirmed, or is on its way. */
async function noteUnderWay(
  tx: Tx,
  { clock }: Services,
  withdrawal: WithdrawalRow,
  { outcome, reference, batch, networkTxid }: PayoutReport,
): Promise<void> {
  const now = clock.now();
  // One that was thought not to be done exists after all: it is not asked for again.
  const status = withdrawal.status === 'approved' ? 'sending' : withdrawal.status;
  const next = nextWithdrawalStatus(status, outcome === 'created' ? 'found' : 'confirmed') ?? status;
  const isNews = next !== withdrawal.status || reference !== withdrawal.reference;
  await updateWithdrawal(tx, now, withdrawal.id, {
    status: next,
    reference,
    batch,
    networkTxid: networkTxid ?? withdrawal.networkTxid,
    problem: null,
    // Otherwise it is asked about less and less often.
    ...(isNews ? { nextCheckAt: new Date(now.getTime() + NEXT_CHECK_MS), checks: 0 } : {}),
  });
  if (isNews) await recordEvents(tx, now, withdrawalEvents(withdrawal, next === 'sent' ? ['sent'] : []));
}
