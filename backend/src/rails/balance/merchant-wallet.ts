import type { NewAccount } from '../../ledger/index.ts';

/** What a merchant was paid inside this installation, and can have paid out. */
export function merchantWallet(merchantId: string, currency: string): NewAccount {
  return { owner: { kind: 'merchant', id: merchantId }, kind: 'wallet', currency };
}
