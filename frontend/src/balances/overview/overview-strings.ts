import { useTexts } from '../../strings/locale.tsx';

const en = {
  title: 'Wallet',
  lead: 'What you hold here, and what it is worth.',
  deposit: 'Deposit',
  withdraw: 'Withdraw',
  swap: 'Swap',
  worth: 'Total value',
  valuedIn: 'Valued in',
  unpriced: (codes: string) => `Without ${codes}: there is no rate for it at the moment.`,
  noneUnpriced: 'At the rates of this moment.',
  chart: 'Value over time',
  chartOf: (currency: string, days: number) => `Value in ${currency} over ${days} days`,
  range: 'Range',
  days: (count: number) => `${count} days`,
  balances: 'Balances',
  available: 'Available',
  held: 'Held',
  heldHint: 'Held is promised to a withdrawal or a trade, and comes back if that comes to nothing.',
  savings: 'Savings',
  value: 'Value',
  noValue: 'No rate',
  emptyTitle: 'Nothing here yet',
  emptyText: 'Deposit a currency, or buy one by bank transfer: your balances stand here then.',
  spread: 'How it is spread',
  spreadText: 'What there is beside what you aim for.',
  share: (actual: string, target: string) => `${actual} of ${target} aimed for`,
  shareOnly: (actual: string) => actual,
  setTargets: 'Set targets',
  noSpread: 'As soon as there is money, its parts are drawn here.',
  recent: 'Latest movements',
  allHistory: 'All history',
  noHistory: 'Nothing has moved yet.',
};

const catalogs = { en };

export function useOverviewStrings() {
  return useTexts(catalogs);
}
