import type { NewAccount, Owner } from '../../ledger/index.ts';

/** What a person has: money to use, and money that earns interest. */
export type PersonAccountKind = 'wallet' | 'savings';

/**
 * What the platform has.
 * - `fees`: fees taken, less commissions.
 * - `treasury`: the platform's own stock, which swaps and express buys draw from and pay into.
 * - `custody`: what payment providers and banks hold for us; its balance is the negative of theirs.
 * - `interest`: savings interest, an expense.
 * - `opening`: balances that were brought in by a migration.
 */
export type PlatformAccountKind = 'fees' | 'treasury' | 'custody' | 'interest' | 'opening';

export const PLATFORM: Owner = { kind: 'platform', id: 'charmbills' };

/** Those that stand for the outside world or for equity may go below zero. */
const BOTTOMLESS: readonly PlatformAccountKind[] = ['custody', 'interest', 'opening'];

export function personOwner(personId: string): Owner {
  return { kind: 'person', id: personId };
}

export function personAccount(
  personId: string,
  currency: string,
  kind: PersonAccountKind = 'wallet',
): NewAccount {
  return { owner: personOwner(personId), kind, currency };
}

export function platformAccount(kind: PlatformAccountKind, currency: string): NewAccount {
  return { owner: PLATFORM, kind, currency, floor: BOTTOMLESS.includes(kind) ? null : 0n };
}
