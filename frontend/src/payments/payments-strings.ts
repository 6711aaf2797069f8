import { useTexts } from '../strings/locale.tsx';

const en = {
  title: 'Payments',
  lead: 'Money as it was seen on any rail, with its confirmations.',
  caption: 'Payments to this merchant',
  customer: 'From',
  rail: 'Rail',
  status: 'State',
  when: 'Seen',
  amount: 'Amount',
  reference: 'Transaction',
  allRails: 'All rails',
  allStatuses: 'All states',
  from: 'Seen from',
  to: 'Seen until',
  confirmations: (have: number, need: number) => `${have} of ${need}`,
  late: 'late',
  worth: (amount: string) => `worth ${amount}`,
  outdated: 'Outdated plan',
  emptyTitle: 'No payment',
  emptyText: 'As soon as one is seen on a rail, it stands here. With filters set, perhaps none fits them.',
};

const catalogs = { en };

export function usePaymentsStrings() {
  return useTexts(catalogs);
}
