import { useTexts } from '../../strings/locale.tsx';

const en = {
  title: 'Savings',
  lead: 'Money that you set aside earns interest for every whole day. It comes back whenever you want, at once.',
  balance: 'Saved',
  earned: 'Interest earned',
  rate: 'Rate a year',
  through: 'Credited through',
  notYet: 'Begins with the first whole day',
  save: 'Put in',
  takeOut: 'Take out',
  saveTitle: (currency: string) => `Put in ${currency}`,
  takeOutTitle: (currency: string) => `Take out ${currency}`,
  saveText: 'It counts from tomorrow on (UTC), and can be taken out at any time.',
  takeOutText: 'It is in your wallet at once. What you take out does not earn for today.',
  moved: 'Moved.',
  none: 'Earns nothing at the moment',
  next: (rate: string, day: string) => `${rate} from ${day} on`,
  emptyTitle: 'No currency can be saved',
  emptyText: 'As soon as an operator publishes a rate, it stands here.',
  short: 'There is not that much.',
};

const catalogs = { en };

export function useSavingsStrings() {
  return useTexts(catalogs);
}
