import { post } from '../../ledger/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { accountIds } from '../accounts/account-ids.ts';
import { type PlatformAccountKind, platformAccount } from '../accounts/account-names.ts';
import type { WalletServices } from '../ports.ts';
import type { TreasuryMove, TreasuryMoveKind } from './treasury-move.ts';

const ROUTES: Readonly<
  Record<TreasuryMoveKind, { readonly from: PlatformAccountKind; readonly to: PlatformAccountKind }>
> = {
  fund: { from: 'custody', to: 'treasury' },
  withdraw: { from: 'treasury', to: 'custody' },
  collect_fees: { from: 'fees', to: 'treasury' },
};

/** Moves the money, and gives the posting's id. @throws InsufficientFundsError */
export async function postTreasuryMove(
  tx: Tx,
  services: Pick<WalletServices, 'currencies' | 'clock'>,
  { id, kind, currency, amount, reason }: TreasuryMove,
): Promise<string> {
  const route = ROUTES[kind];
  const [from, to] = await accountIds(tx, services, [
    platformAccount(route.from, currency),
    platformAccount(route.to, currency),
  ]);
  const posted = await post(tx, services.clock.now(), {
    key: `treasury.${kind}:${id}`,
    kind: `treasury.${kind}`,
    movements: [{ action: 'transfer', from, to, amount, currency }],
    description: reason,
    metadata: { subject: id },
  });
  return posted.id;
}
