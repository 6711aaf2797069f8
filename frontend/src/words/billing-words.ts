import { useTexts } from '../strings/locale.tsx';
import { plural } from '../strings/plural.ts';
import type { Tone } from '../ui/badge.tsx';

interface Word {
  readonly text: string;
  readonly tone: Tone;
}

const word = (text: string, tone: Tone = 'neutral'): Word => ({ text, tone });

const en = {
  subscription: {
    INCOMPLETE: word('Not paid yet'),
    TRIALING: word('On trial', 'accent'),
    ACTIVE: word('Active', 'good'),
    PAST_DUE: word('Past due', 'warn'),
    PAUSED: word('Paused'),
    CANCELED: word('Canceled'),
    EXPIRED: word('Expired', 'bad'),
  },
  invoice: {
    DRAFT: word('Draft'),
    OPEN: word('Open', 'warn'),
    PAID: word('Paid', 'good'),
    VOID: word('Void'),
    UNCOLLECTIBLE: word('Uncollectible', 'bad'),
  },
  invoiceKind: {
    FIRST: 'First period',
    RENEWAL: 'Renewal',
    PREPAID: 'Paid ahead',
    CHANGE: 'Change of plan',
    MANUAL: 'By hand',
  },
  payment: {
    DETECTED: word('Seen', 'accent'),
    CONFIRMING: word('Confirming', 'accent'),
    SETTLED: word('Settled', 'good'),
    REPLACED: word('Replaced', 'bad'),
    DOUBLE_SPENT: word('Double spent', 'bad'),
    REORGED: word('Left the chain', 'bad'),
    DROPPED: word('Dropped', 'bad'),
  },
  rail: {
    CHARMS: 'Bitcoin with a token',
    BITCOIN: 'Bitcoin',
    BALANCE: 'Wallet balance',
  },
  refund: {
    REQUESTED: word('To be sent', 'warn'),
    SENT: word('Sent', 'good'),
    CANCELED: word('Canceled'),
  },
  plan: {
    DRAFT: word('Draft'),
    ACTIVE: word('On sale', 'good'),
    ARCHIVED: word('Archived'),
  },
  /** `every month`, `every 3 weeks`. */
  every: ({ unit, count }: { readonly unit: 'DAY' | 'WEEK' | 'MONTH' | 'YEAR'; readonly count: number }) =>
    count === 1 ? `every ${unit.toLowerCase()}` : `every ${count} ${unit.toLowerCase()}s`,
  unit: { DAY: 'Days', WEEK: 'Weeks', MONTH: 'Months', YEAR: 'Years' },
  price: (amount: string, every: string) => `${amount} ${every}`,
  trial: (days: number) => plural('en', days, { one: '# day free', other: '# days free' }),
  setup: (amount: string) => `${amount} once at the start`,
  grace: (days: number) => plural('en', days, { one: '# day of grace', other: '# days of grace' }),
  onChain: 'With a token',
};

export type BillingWords = typeof en;
/** By language, for what is drawn on the server. */
export const billingWords = { en };

/** The words for what billing knows: states with their tones, rails, intervals. */
export function useBillingWords(): BillingWords {
  return useTexts(billingWords);
}
