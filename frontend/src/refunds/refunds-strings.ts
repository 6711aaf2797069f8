import { useTexts } from '../strings/locale.tsx';

const en = {
  title: 'Refunds',
  lead: 'What goes back. From wallet balances at once; on Bitcoin you send it and say by which transaction.',
  caption: 'Refunds of this merchant',
  filter: 'Show',
  all: 'All refunds',
  created: 'Asked for',
  amount: 'Amount',
  rail: 'Rail',
  to: 'To',
  reason: 'Reason',
  status: 'State',
  reference: 'Sent by',
  invoice: 'Invoice',
  actions: 'Actions',
  send: 'Mark as sent',
  sendTitle: 'You have sent this refund?',
  sendText: (amount: string) =>
    `Send ${amount} with your own wallet to the address below; then say here that it went.`,
  referenceLabel: 'Transaction it went by',
  cancel: 'Keep as credit',
  cancelTitle: 'Keep this as credit?',
  cancelText: 'Nothing is sent. The customer keeps the amount as credit with you.',
  emptyTitle: 'No refund',
  emptyText: 'A refund begins at an invoice, beside the payment it gives back.',
  refund: 'Refund',
  refundTitle: 'Refund a payment',
  refundText:
    'It is taken from the customer’s credit and goes back on the rail it came on. Left empty: all that can go back.',
  refundAmount: 'Amount',
  badAmount: (decimals: number) => `A number above zero with at most ${decimals} decimals.`,
  done: 'Refund noted',
};

const catalogs = { en };

export function useRefundsStrings() {
  return useTexts(catalogs);
}
