import { useTexts } from '../strings/locale.tsx';
import { plural } from '../strings/plural.ts';
import type { PlanOnOffer } from './plan-summary.tsx';

type Interval = PlanOnOffer['prices'][number]['interval'];

const every = ({ unit, count }: Interval) =>
  count === 1 ? `every ${unit.toLowerCase()}` : `every ${count} ${unit.toLowerCase()}s`;

const en = {
  choose: 'Choose how you pay',
  every,
  period: { DAY: 'By the day', WEEK: 'By the week', MONTH: 'By the month', YEAR: 'By the year' },
  trial: (days: number) => plural('en', days, { one: '# day free first', other: '# days free first' }),
  trialNote: 'The free days are given once to each customer. Nothing is paid until they end.',
  setup: 'Once, at the start',
  first: 'First period',
  today: 'Due today',
  rails: 'Paid with',
  subscribe: 'Subscribe',
  tryFree: 'Start free',
  loading: 'Loading',
};

const catalogs = { en };

export function useOfferStrings() {
  return useTexts(catalogs);
}
