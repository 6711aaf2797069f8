import type { PersonScope } from '../../identity/index.ts';

declare const readable: unique symbol;

/** The right to read the balances and the history of one person. Only `ownWallet` and `openWallet` give it. */
export interface WalletScope {
  readonly [readable]: true;
  readonly personId: string;
}

export function ownWallet({ personId }: PersonScope): WalletScope {
  return toWalletScope(personId);
}

/** Whether it may be given is the caller's to check. */
export function toWalletScope(personId: string): WalletScope {
  return { personId } as WalletScope;
}
