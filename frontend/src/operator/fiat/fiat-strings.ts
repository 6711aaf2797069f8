import { useTexts } from '../../strings/locale.tsx';
import type { Tone } from '../../ui/badge.tsx';
import type { FiatEntryResolution, FiatEntryStatus } from './fiat.generated.ts';

const word = (text: string, tone: Tone) => ({ text, tone });
const status: Readonly<Record<FiatEntryStatus, { readonly text: string; readonly tone: Tone }>> = {
  PENDING: word('Being settled', 'accent'),
  UNMATCHED: word('Belongs to nothing', 'warn'),
  RETURN_DUE: word('Called back, not covered', 'bad'),
  BOUGHT: word('Bought', 'good'),
  APPLIED: word('Settled', 'good'),
  CREDITED: word('Credited', 'good'),
  RETURNED: word('Returned', 'neutral'),
  DISMISSED: word('Dismissed', 'neutral'),
  WRITTEN_OFF: word('Written off', 'neutral'),
};
const resolutions: Readonly<Record<FiatEntryResolution, string>> = {
  CREDIT: 'Credit it to a purchase',
  TAKE_BACK: 'Take it back from the person',
  WRITE_OFF: 'Write it off',
  DISMISS: 'Leave it as it is',
};

const en = {
  title: 'Bank entries',
  lead: 'What the bank booked. Entries that belong to nothing wait for you.',
  status,
  waiting: 'Waiting for you',
  kind: { CREDIT: 'Came in', RETURN: 'Called back' },
  reference: 'Reference',
  bank: 'Id at the bank',
  decideTitle: 'Decide about this entry',
  resolution: 'What to do',
  resolutions,
  purchase: 'Purchase',
  emptyTitle: 'Nothing waits',
  emptyText: 'Entries of the bank that fit no purchase show up here.',
};

const catalogs = { en };

export function useFiatStrings() {
  return useTexts(catalogs);
}
