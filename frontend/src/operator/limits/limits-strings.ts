import { useTexts } from '../../strings/locale.tsx';
import type { LimitedOperation } from './limits.generated.ts';

const operations: Readonly<Record<LimitedOperation, string>> = {
  DEPOSIT: 'Deposits',
  WITHDRAWAL: 'Withdrawals',
  SWAP: 'Swaps',
  P2P: 'Market trades',
  EXPRESS_BUY: 'Purchases by bank',
  SAVINGS: 'Savings',
  PAYMENT: 'Payments of invoices',
};

const en = {
  title: 'Limits and rates',
  lead: 'How much one person may move, and what savings earn.',
  limits: 'Limits of a person',
  operation: 'For',
  operations,
  perOnce: 'At once',
  perDay: 'Within 24 hours',
  noLimit: 'No limit',
  setLimit: 'Set a limit',
  limitHint: 'In whole units; empty is no limit. It holds from now on.',
  badAmount: 'A number above zero, no finer than the currency.',
  noLimits: 'Nothing is limited.',
  rates: 'Interest on savings',
  rate: 'A year',
  from: 'From',
  publish: 'Publish a rate',
  rateHint: 'In percent with at most four decimals, from a day to come (UTC).',
  badRate: 'A number from 0 to 100 with at most four decimals.',
  noRates: 'Savings earn nothing.',
  done: 'Published.',
};

const catalogs = { en };

export function useLimitsStrings() {
  return useTexts(catalogs);
}
