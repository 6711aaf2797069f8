import { recordAudit, systemActor } from '../../compliance/index.ts';
import { post } from '../../ledger/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { accountIds } from '../accounts/account-ids.ts';
import { personAccount, platformAccount } from '../accounts/account-names.ts';
import type { WalletServices } from '../ports.ts';

export interface DepositMove {
  /** Names the posting: the same key moves money once. */
  readonly key: string;
  /** What the posting is about: the deposit, or the review. */
  readonly subjectId: string;
  readonly personId: string;
  readonly currency: string;
  /** In the currency's smallest unit. */
  readonly amount: bigint;
  /** The provider's id of the payment. */
  readonly reference: string;
}

type Services = Pick<WalletServices, 'currencies' | 'clock'>;

/** What has come to the provider is the person's. */
export async function creditDeposit(tx: Tx, services: Services, move: DepositMove): Promise<void> {
  await moveBetween(tx, services, 'deposit', move);
}

/** What the provider has given back is the person's no more. @throws InsufficientFundsError */
export async function takeBackDeposit(tx: Tx, services: Services, move: DepositMove): Promise<void> {
  await moveBetween(tx, services, 'deposit.reversal', move);
}

async function moveBetween(
  tx: Tx,
  services: Services,
  kind: 'deposit' | 'deposit.reversal',
  { key, subjectId, personId, currency, amount, reference }: DepositMove,
): Promise<void> {
  const now = services.clock.now();
  const [custody, wallet] = await accountIds(tx, services, [
    platformAccount('custody', currency),
    personAccount(personId, currency),
  ]);
  const [from, to] = kind === 'deposit' ? [custody, wallet] : [wallet, custody];
  await post(tx, now, {
    key,
    kind,
    movements: [{ action: 'transfer', from, to, amount, currency }],
    metadata: { subject: subjectId, reference },
  });
  await recordAudit(tx, now, {
    actor: systemActor('deposits'),
    action: kind === 'deposit' ? 'deposit.credited' : 'deposit.taken_back',
    subjectId,
    details: { personId, currency, amount: amount.toString(), reference },
  });
}
