import { useTexts } from '../../strings/locale.tsx';
import type { Tone } from '../../ui/badge.tsx';
import type { CurrencyPosition } from './by-currency.ts';
import type { TreasuryMoveKind, TreasuryMoveStatus } from './treasury.generated.ts';

const status: Readonly<Record<TreasuryMoveStatus, { readonly text: string; readonly tone: Tone }>> = {
  PROPOSED: { text: 'Wants a second operator', tone: 'warn' },
  DONE: { text: 'Done', tone: 'good' },
  REJECTED: { text: 'Rejected', tone: 'neutral' },
};
const kinds: Readonly<Record<TreasuryMoveKind, string>> = {
  FUND: 'Put into the stock',
  COLLECT_FEES: 'Move fees into the stock',
  WITHDRAW: 'Take out of the stock',
};

const en = {
  title: 'Treasury',
  lead: 'The platform’s own money: what swaps and purchases draw on, and what was earned.',
  accounts: 'Accounts',
  kindOf: {
    stock: 'Stock',
    promised: 'Of it promised',
    fees: 'Fees',
    outside: 'With providers and banks',
    interest: 'Paid to savers',
    opening: 'Brought over',
  } as Readonly<Record<Exclude<keyof CurrencyPosition, 'currency'>, string>>,
  moves: 'Moves',
  move: 'Move',
  kinds,
  status,
  newMove: 'Move money',
  moveHint: 'To take money out is proposed only: another operator confirms it.',
  proposedBy: 'By',
  confirm: 'Confirm',
  reject: 'Reject',
  takeBack: 'Take it back',
  badAmount: 'A number above zero, no finer than the currency.',
  emptyTitle: 'No move yet',
  emptyText: 'Put something into the stock so that people can swap and buy.',
  noAccounts: 'The platform has nothing yet.',
};

const catalogs = { en };

export function useTreasuryStrings() {
  return useTexts(catalogs);
}
