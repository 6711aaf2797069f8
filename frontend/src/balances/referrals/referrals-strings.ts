import { useTexts } from '../../strings/locale.tsx';
import { plural } from '../../strings/plural.ts';

const en = {
  title: 'Referrals',
  lead: (share: string) =>
    `Whoever comes here with your code brings you ${share} of every fee they pay in the wallet.`,
  yours: 'Your code',
  create: 'Create a code',
  createText: 'A code is yours for good. Hand it to whoever you like.',
  copy: 'Copy code',
  came: 'Did somebody bring you?',
  cameText: 'Say so once, within days of your first sign-in and before your first fee.',
  code: 'Their code',
  use: 'Use code',
  used: 'You came here through somebody.',
  totals: 'Earned',
  noTotals: 'Nothing earned yet.',
  fees: (count: number) => plural('en', count, { one: 'from # fee', other: 'from # fees' }),
  people: 'Who came through you',
  hint: 'Address ends with',
  since: 'Since',
  noPeopleTitle: 'Nobody yet',
  noPeopleText: 'Those who use your code are listed here; of their addresses you see the end.',
  commissions: 'Commissions',
  takenBack: 'Taken back',
  credited: 'Credited',
  noCommissionsTitle: 'No commissions yet',
  noCommissionsText: 'Each share of a fee is listed here as it is credited.',
};

const catalogs = { en };

export function useReferralsStrings() {
  return useTexts(catalogs);
}
