import { useTexts } from '../strings/locale.tsx';
import { plural } from '../strings/plural.ts';

const periods = (count: number) => plural('en', count, { one: '# period', other: '# periods' });

const en = {
  title: 'To sign',
  lead: 'Each sale of a plan with a limit needs the signature of whoever holds the plan. The subscriber has signed already.',
  emptyTitle: 'Nothing to sign',
  emptyText: 'Sales of plans with a supply limit wait here for a day, until you sign or decline them.',
  sale: (count: number, plan: string) => `${periods(count)} of ${plan}`,
  to: (customer: string) => `To ${customer}`,
  until: (when: string) => `Sign before ${when}. After that the sale is called off by itself.`,
  paid: 'You are paid',
  paidTo: 'At',
  gives: 'The subscriber receives',
  left: 'Left to sell after it',
  kept: 'The plan comes back to you',
  fee: 'Fees',
  feeText: 'Paid by the subscriber',
  periods,
  check: 'What you sign',
  checking: 'Checking the transaction and its proof in this browser…',
  checked:
    'Checked in this browser: the plan comes back to you, you are paid, and nothing else of yours is spent.',
  refusedTitle: 'Do not sign this',
  refusedText:
    'The transaction is not the sale that it is said to be, so your wallet was not asked. Decline it.',
  otherHolder: 'If another member minted this plan, it is in their wallet: only they can sign its sales.',
  sign: 'Sign with your wallet',
  decline: 'Decline',
  declineTitle: 'Decline this sale?',
  declineText:
    'It is taken out of the queue unsigned. The subscriber pays nothing, and their coins are free again.',
  signed: 'Signed and sent to the network',
  declined: 'Declined',
  viewer: 'Only admins sign sales.',
  broken: 'This sale cannot be signed here: the API did not say what it is.',
  csv: {
    id: 'Transaction',
    plan: 'Plan',
    customer: 'Customer',
    periods: 'Periods',
    sats: 'Satoshi',
    until: 'Sign before',
  },
};

const catalogs = { en };

export function useCosignStrings() {
  return useTexts(catalogs);
}
