import { useTexts } from '../../strings/locale.tsx';

const en = {
  title: 'History',
  lead: 'Every change of every balance, newest first.',
  kind: 'What',
  account: 'Account',
  balance: 'Balance after it',
  from: 'From',
  to: 'To, inclusive',
  clear: 'Show everything',
  emptyTitle: 'Nothing has moved',
  emptyText: 'Deposits, swaps, trades, interest and payments are listed here as they happen.',
  noneTitle: 'Nothing like that',
  noneText: 'No movement fits what you are looking for.',
};

const catalogs = { en };

export function useHistoryStrings() {
  return useTexts(catalogs);
}
