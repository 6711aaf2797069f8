import { useTexts } from '../strings/locale.tsx';
import { plural } from '../strings/plural.ts';

const invoices = (count: number) => plural('en', count, { one: '# invoice', other: '# invoices' });

const en = {
  title: 'Reports',
  lead: 'How the business went, over whole days in UTC. Totals over several currencies are at the rates of now.',
  period: 'Period',
  presets: {
    days30: 'Last 30 days',
    days90: 'Last 90 days',
    thisMonth: 'This month',
    lastMonth: 'Last month',
    year: 'Last 12 months',
    custom: 'Other days',
  },
  from: 'First day',
  to: 'Last day',
  mrr: 'Monthly recurring revenue',
  arr: (amount: string) => `${amount} a year`,
  noRate: 'No exchange rate at the moment',
  customers: 'Paying customers',
  gained: (gained: number, lost: number) => `${gained} gained, ${lost} lost`,
  churn: 'Customer churn',
  churnNote: 'Lost, of those at the beginning',
  revenue: 'Revenue',
  trials: 'Trials started',
  converted: (count: number) => `${count} became paid`,
  chart: (currency: string) => `Recurring revenue by month, ${currency}`,
  chartTitle: 'Recurring revenue',
  movements: 'What changed it',
  movementsOf: (currency: string) => `Movements of recurring revenue, ${currency}`,
  opening: 'At the beginning',
  new: 'New',
  expansion: 'More',
  contraction: 'Less',
  churned: 'Churned',
  reactivated: 'Came back',
  closing: 'At the end',
  grossChurn: 'Gross churn',
  netChurn: 'Net churn',
  nothing: 'Nothing in this period.',
  lost: 'Why it was lost',
  causes: {
    canceled: 'Canceled',
    expired: 'Never paid',
    paused: 'Paused',
    undone: 'Payment left the chain',
  } as Readonly<Record<string, string>>,
  lostText: (amount: string, count: number) =>
    `${amount}, ${plural('en', count, { one: '# subscription', other: '# subscriptions' })}`,
  byRail: 'Revenue by rail',
  byPlan: 'Revenue by plan',
  credit: 'Customers’ credit',
  noPlan: 'Without a plan',
  otherPlan: 'Another plan',
  receivables: 'Outstanding, by age',
  receivablesHint: 'Open invoices now, by the days since they were due.',
  ages: {
    NOT_DUE: 'Not due yet',
    DAYS_1_30: '1 to 30 days late',
    DAYS_31_60: '31 to 60 days late',
    DAYS_61_90: '61 to 90 days late',
    DAYS_OVER_90: 'More than 90 days late',
  },
  receivable: (amount: string, count: number) => `${amount}, ${invoices(count)}`,
  outstanding: (amount: string) => `${amount} in all`,
  uncollectible: 'Given up in this period',
  meaning: 'What these figures mean',
  meanings: [
    [
      'Recurring revenue (MRR)',
      'What all subscriptions that count come to for one month, at the end of the period: price times quantity, without setup fees, taxes or credit. A year (ARR) is twelve times that. Trials count nothing until they are paid; who is past due counts until the subscription ends.',
    ],
    ['Gross churn', 'Churned and less, as a share of recurring revenue at the beginning.'],
    ['Net churn', 'The same minus what grew and came back; below zero is growth.'],
    [
      'Revenue',
      'The entries of your revenue account in the ledger, with tax, in the currency that was paid in. What became customers’ credit is taken off it.',
    ],
    ['Outstanding', 'Open invoices now, whatever the period: the total less credit and what was paid.'],
  ] as readonly (readonly [string, string])[],
};

const catalogs = { en };

export function useReportsStrings() {
  return useTexts(catalogs);
}
