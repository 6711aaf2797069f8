import { useTexts } from '../strings/locale.tsx';
import { plural } from '../strings/plural.ts';

const en = {
  title: 'Overview',
  range: 'The last 12 months',
  mrr: 'Monthly recurring revenue',
  arr: (amount: string) => `${amount} a year`,
  noRate: 'No exchange rate at the moment',
  customers: 'Paying customers',
  gained: (gained: number, lost: number) => `${gained} gained, ${lost} lost in 30 days`,
  churn: 'Customer churn',
  churnNote: 'In the last 30 days',
  outstanding: 'Outstanding',
  invoices: (count: number) => plural('en', count, { one: '# open invoice', other: '# open invoices' }),
  trials: 'Trials',
  trialsNote: (converted: number) => `${converted} became paid in 30 days`,
  chart: 'Recurring revenue by month',
  chartOf: (currency: string) => `Recurring revenue by month, ${currency}`,
  attention: 'Needs attention',
  calmTitle: 'Nothing needs you',
  calmText: 'Invoices that are overdue, sales to sign and refunds to send show up here.',
  toSign: (count: number) =>
    plural('en', count, { one: '# sale waits for your signature', other: '# sales wait for your signature' }),
  pastDue: (count: string) => `Subscriptions past due: ${count}`,
  refunds: (count: string) => `Refunds to send: ${count}`,
  overdue: (invoice: string, customer: string) => `${invoice} of ${customer} is overdue`,
  invoice: (number: number | null | undefined) => (number ? `Invoice ${number}` : 'An invoice'),
  clockMoving: (to: string) => `The test clock is moving to ${to}.`,
  incoming: 'Incoming payments',
  allPayments: 'All payments',
  noPaymentsTitle: 'No payment yet',
  noPaymentsText: 'As soon as one is seen on any rail, it stands here.',
  customer: 'From',
  amount: 'Amount',
  rail: 'Rail',
  status: 'State',
  when: 'Seen',
  confirmations: (have: number, need: number) => `${have} of ${need}`,
  rails: 'Revenue by rail',
  noRecurring: 'No recurring revenue in the last 12 months.',
  noRevenue: 'No revenue in the last 30 days.',
  firstTitle: 'Begin with a plan',
  firstText: 'Say what you sell, mint it in one transaction, and share the link.',
  firstAction: 'Create a plan',
};

const catalogs = { en };

export function useOverviewStrings() {
  return useTexts(catalogs);
}
