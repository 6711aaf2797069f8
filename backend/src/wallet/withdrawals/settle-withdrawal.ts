import { type Actor, giveBackLimit, recordAudit } from '../../compliance/index.ts';
import { type Movement, post, releaseHold } from '../../ledger/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { accountIds } from '../accounts/account-ids.ts';
import { platformAccount } from '../accounts/account-names.ts';
import { commissionOn } from '../fees/commission.ts';
import type { WalletServices } from '../ports.ts';
import { updateWithdrawal } from './withdrawal.repository.ts';
import { withdrawalEvents } from './withdrawal-events.ts';
import type { WithdrawalRow } from './withdrawal-row.ts';

type Services = Pick<WalletServices, 'currencies' | 'clock' | 'config'>;

/** Who says so, and what else is known. */
export interface Settlement {
  readonly actor: Actor;
  readonly networkTxid?: string | null;
  readonly note?: string;
}

/** The money has left: what was locked goes to the provider, the fee to us and to whoever brought the person. */
export async function settlePaid(
  tx: Tx,
  services: Services,
  withdrawal: WithdrawalRow,
  { actor, networkTxid = null, note }: Settlement,
): Promise<void> {
  const { id, personId, currency, amount, fee, holdId: hold } = withdrawal;
  const now = services.clock.now();
  const [custody, fees] = await accountIds(tx, services, [
    platformAccount('custody', currency),
    platformAccount('fees', currency),
  ]);
  const key = `withdrawal.release:${id}`;
  const movements: Movement[] = [{ action: 'capture', hold, to: custody, amount }];
  if (fee > 0n) {
    movements.push({ action: 'capture', hold, to: fees, amount: fee });
    movements.push(
      ...(await commissionOn(tx, services, { personId, currency, amount: fee, postingKey: key })),
    );
  }
  await post(tx, now, { key, kind: 'withdrawal.release', movements, metadata: { subject: id } });
  await updateWithdrawal(tx, now, id, {
    status: 'completed',
    problem: null,
    nextCheckAt: null,
    networkTxid: networkTxid ?? withdrawal.networkTxid,
  });
  const details = { networkTxid, note: note ?? null };
  await recordAudit(tx, now, { actor, action: 'withdrawal.completed', subjectId: id, details });
  await recordEvents(tx, now, withdrawalEvents(withdrawal, ['completed']));
}

/** The money has not left and will not: it is given back, and the limit with it. */
export async function settleUnpaid(
  tx: Tx,
  services: Pick<WalletServices, 'clock'>,
  withdrawal: WithdrawalRow,
  {
    actor,
    status,
    reason,
  }: {
    readonly actor: Actor;
    readonly status: 'failed' | 'canceled' | 'rejected';
    readonly reason: string | null;
  },
): Promise<void> {
  const { id, holdId: hold } = withdrawal;
  const now = services.clock.now();
  await releaseHold(tx, now, {
    key: `withdrawal.unlock:${id}`,
    kind: 'withdrawal.unlock',
    hold,
    metadata: { subject: id },
  });
  await giveBackLimit(tx, id);
  await updateWithdrawal(tx, now, id, { status, problem: reason, nextCheckAt: null });
  await recordAudit(tx, now, { actor, action: `withdrawal.${status}`, subjectId: id, details: { reason } });
  await recordEvents(tx, now, withdrawalEvents(withdrawal, [status]));
}
