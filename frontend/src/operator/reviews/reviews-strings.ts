import { useTexts } from '../../strings/locale.tsx';
import type { Tone } from '../../ui/badge.tsx';
import type { DepositReviewAction, DepositReviewStatus } from './reviews.generated.ts';

const status: Readonly<Record<DepositReviewStatus, { readonly text: string; readonly tone: Tone }>> = {
  OPEN: { text: 'To decide', tone: 'warn' },
  CREDITED: { text: 'Credited', tone: 'good' },
  COLLECTED: { text: 'Taken back', tone: 'neutral' },
  DISMISSED: { text: 'Dismissed', tone: 'neutral' },
};
const actions: Readonly<Record<DepositReviewAction, string>> = {
  CREDIT: 'Credit it to somebody',
  COLLECT: 'Take back what was credited',
  DISMISS: 'Leave it as it is',
};

const en = {
  title: 'Deposit reviews',
  lead: 'Payments that a provider told of and that could not be booked by themselves.',
  status,
  received: 'Came',
  reason: 'Why it is here',
  reference: 'Payment at the provider',
  deposit: 'Deposit',
  none: 'None',
  decideTitle: 'Decide about this payment',
  action: 'What to do',
  actions,
  person: 'Person',
  personHint: 'Whose it is, for a payment of no deposit.',
  amountHint: 'In whole units.',
  badAmount: 'A number above zero, no finer than the currency.',
  emptyTitle: 'Nothing to decide',
  emptyText: 'Payments in a wrong asset, of nobody, or called back show up here.',
  reasons: {
    wrong_asset: 'Another asset than was asked for',
    nothing_paid: 'Nothing arrived',
    amount_unusable: 'The amount cannot be read',
    not_ours: 'Not a payment of ours',
    order_differs: 'Belongs to another order',
    failed_after_booking: 'Failed after it was credited',
    refund_not_covered: 'Called back beyond what is there',
    unknown_payment: 'A payment nobody asked for',
    unknown_payment_refunded: 'The same, sent back by the provider',
  } as Readonly<Record<string, string>>,
};

const catalogs = { en };

export function useReviewsStrings() {
  return useTexts(catalogs);
}
