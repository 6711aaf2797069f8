import { z } from 'zod';
import { formatAmount } from '../../ledger/index.ts';
import {
  exportHistory,
  type HistoryItem,
  listHistory,
  openWallet,
  type Portfolio,
  type Position,
  valuePortfolio,
} from '../../wallet/index.ts';
import { defineRoute } from './route.ts';
import { amount, currencyCode, instant, userId } from './schemas.ts';

const params = z.object({ user_id: userId });
const ACCESS = 'Your own; operators may read anybody’s, which is noted. Anybody else’s is not found.';
const CSV = 'text/csv';
const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 500;

const position = z.strictObject({
  currency: currencyCode,
  decimals: z.int().min(0),
  available: amount,
  locked: amount,
  savings: amount,
  total: amount,
});

const usdValue = amount
  .nullable()
  .meta({ description: 'In US dollars at the rate of now; null when there is none.' });

export const balances = defineRoute({
  path: '/api/wallets/balances/{user_id}',
  operationId: 'getBalances',
  summary: 'Balances, with their values in US dollars',
  description: `What there is of each currency. ${ACCESS}`,
  params,
  query: z.strictObject({}),
  answer: z.strictObject({
    user_id: userId,
    at: instant,
    total_usd: amount.meta({ description: 'Of the balances that have a rate.' }),
    unpriced: z.array(currencyCode).meta({ description: 'What there is no rate for now.' }),
    balances: z.array(position.extend({ usd_value: usdValue })),
  }),
  async handle({ services, person, params: { user_id } }) {
    const scope = await openWallet(services, person, { userId: user_id, reading: 'balances' });
    const portfolio = await valuePortfolio(services, scope, 'USD');
    return {
      user_id,
      at: portfolio.at.toISOString(),
      total_usd: amountOf(portfolio.total, portfolio),
      unpriced: [...portfolio.unpriced],
      balances: portfolio.positions.map((each) => ({
        ...showPosition(each),
        usd_value: each.value === null ? null : amountOf(each.value, portfolio),
      })),
    };
  },
});

export const portfolio = defineRoute({
  path: '/api/wallets/portfolio/{user_id}',
  operationId: 'getPortfolio',
  summary: 'Balances valued in a currency, and the share of each',
  description: `Shares are hundredths of a percent of the total and make up 10,000 exactly. ${ACCESS}`,
  params,
  query: z.strictObject({
    currency: currencyCode.default('USD').meta({ description: 'What to value everything in.' }),
  }),
  answer: z.strictObject({
    user_id: userId,
    currency: currencyCode,
    at: instant,
    total: amount,
    unpriced: z.array(currencyCode),
    positions: z.array(
      position.extend({
        value: amount.nullable(),
        share_bps: z.int().min(0).max(10_000).nullable(),
        rate: z
          .strictObject({
            numerator: z.string(),
            denominator: z.string(),
            observed_at: instant,
            sources: z.array(z.string()),
          })
          .nullable()
          .meta({ description: 'Whole units for one whole unit, as an exact fraction.' }),
      }),
    ),
  }),
  async handle({ services, person, params: { user_id }, query: { currency } }) {
    const scope = await openWallet(services, person, { userId: user_id, reading: 'portfolio' });
    const valued = await valuePortfolio(services, scope, currency);
    return {
      user_id,
      currency,
      at: valued.at.toISOString(),
      total: amountOf(valued.total, valued),
      unpriced: [...valued.unpriced],
      positions: valued.positions.map((each) => showValued(each, valued)),
    };
  },
});

export const transactions = defineRoute({
  path: '/api/wallets/transactions/{user_id}',
  operationId: 'getTransactions',
  summary: 'Every change of every balance, newest first',
  description:
    `Pages of JSON, or all of it as CSV (RFC 4180) with \`Accept: ${CSV}\` or \`format=csv\`. ` +
    `In the CSV \`limit\` and \`cursor\` mean nothing. ${ACCESS}`,
  params,
  query: z.strictObject({
    kinds: z
      .string()
      .max(1_000)
      .optional()
      .meta({ description: 'Separated by commas.', examples: ['deposit,savings.interest'] }),
    currency: currencyCode.optional(),
    account: z.enum(['wallet', 'savings']).optional(),
    from: z.iso.datetime({ offset: true }).optional().meta({ description: 'Inclusive.' }),
    to: z.iso.datetime({ offset: true }).optional().meta({ description: 'Exclusive.' }),
    limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
    cursor: z.string().max(4_000).optional().meta({ description: '`next` of the page before.' }),
    format: z.enum(['json', 'csv']).optional(),
  }),
  answer: z.strictObject({
    user_id: userId,
    next: z.string().nullable().meta({ description: 'The cursor of the next page; null is the end.' }),
    transactions: z.array(
      z.strictObject({
        id: z.string(),
        at: instant,
        kind: z.string().meta({ examples: ['deposit', 'swap', 'savings.interest'] }),
        account: z.enum(['wallet', 'savings']),
        currency: currencyCode,
        amount: amount.meta({ description: 'Below zero is what went.' }),
        balance: amount.meta({ description: 'After it.' }),
        subject: z.string().nullable().meta({ description: 'What it is about: a deposit, a trade …' }),
        posting: z.string().meta({ description: 'What happens together has the same.' }),
        description: z.string().nullable(),
      }),
    ),
  }),
  alternatives: { [CSV]: 'The same, a line for each, with a line of names before them.' },
  async handle({ services, person, params: { user_id }, query, accept }) {
    const { kinds, currency, account, from, to, limit, cursor, format } = query;
    const isCsv = (format ?? (accept.includes(CSV) ? 'csv' : 'json')) === 'csv';
    const reading = isCsv ? 'transactions as CSV' : 'transactions';
    const scope = await openWallet(services, person, { userId: user_id, reading });
    const filter = {
      kinds: kinds?.split(',').map((kind) => kind.trim()),
      currency,
      account,
      from: from === undefined ? undefined : new Date(from),
      to: to === undefined ? undefined : new Date(to),
    };
    if (isCsv) {
      const text = await exportHistory(services, scope, filter);
      return { type: `${CSV}; charset=utf-8; header=present`, fileName: 'transactions.csv', text };
    }
    const { items, next } = await listHistory(services, scope, filter, { first: limit, after: cursor });
    return { user_id, next, transactions: items.map(showItem) };
  },
});

export const walletRoutes = [balances, portfolio, transactions] as const;

function amountOf(value: bigint, { decimals }: { readonly decimals: number }) {
  return { units: value.toString(), whole: formatAmount(value, { code: '', decimals }) };
}

function showPosition(each: Position) {
  const { currency, decimals } = each;
  const { available, locked, savings, total } = each;
  return {
    currency,
    decimals,
    available: amountOf(available, each),
    locked: amountOf(locked, each),
    savings: amountOf(savings, each),
    total: amountOf(total, each),
  };
}

function showValued(each: Position, valued: Portfolio) {
  const { value, shareBps, rate } = each;
  return {
    ...showPosition(each),
    value: value === null ? null : amountOf(value, valued),
    share_bps: shareBps,
    rate: rate && {
      numerator: rate.ratio.numerator.toString(),
      denominator: rate.ratio.denominator.toString(),
      observed_at: rate.observedAt.toISOString(),
      sources: [...rate.sources],
    },
  };
}

function showItem(item: HistoryItem) {
  const { id, at, kind, account, currency, subjectId, postingId, description } = item;
  return {
    id,
    at: at.toISOString(),
    kind,
    account,
    currency,
    amount: amountOf(item.amount, item),
    balance: amountOf(item.balance, item),
    subject: subjectId,
    posting: postingId,
    description,
  };
}
