import { useTexts } from '../strings/locale.tsx';
import type { Tone } from '../ui/badge.tsx';
import type { InvoiceToPayFragment } from './checkout.generated.ts';
import type { PaymentStage, Situation } from './situation.ts';

type Option = InvoiceToPayFragment['rails'][number];

interface Said {
  readonly tone: Tone;
  readonly title: string;
  readonly text: string;
}

const say = (tone: Tone, title: string, text: string): Said => ({ tone, title, text });

const situations: Readonly<Record<Exclude<Situation, 'OPEN'>, Said>> = {
  PAID: say('good', 'Paid', 'Thank you. Everything has arrived and is settled.'),
  PAID_LATE: say(
    'good',
    'Paid, after its time',
    'It came late, and counts all the same. Nothing more is to be paid.',
  ),
  OVERPAID: say(
    'good',
    'Paid',
    'More arrived than was asked for. The rest is your credit with the merchant, for your next invoice.',
  ),
  VOID: say('neutral', 'Nothing is owed', 'The merchant has voided this invoice. Send nothing for it.'),
  UNCOLLECTIBLE: say(
    'neutral',
    'Closed',
    'The merchant has given this invoice up. To pay all the same, ask them for a new one.',
  ),
  LEFT_THE_CHAIN: say(
    'warn',
    'The payment left the chain',
    'Bitcoin replaced the block that held it. The payment waits for another block, which nearly always takes it. Do not pay again.',
  ),
  UNDER_WAY: say(
    'accent',
    'Your payment is on its way',
    'Bitcoin has to confirm it. You need not stay: it goes on by itself.',
  ),
  PART_UNDER_WAY: say(
    'warn',
    'A part is on its way',
    'It is less than what is due. Send the rest as below: both count.',
  ),
  FELL_AWAY: say(
    'bad',
    'The payment did not arrive',
    'What was on its way will not come. Nothing was paid by it: pay again.',
  ),
  PARTLY_PAID: say(
    'warn',
    'A part is paid',
    'It was less than what was due. Only the rest is asked for now.',
  ),
  OVERDUE: say('warn', 'This invoice is past its time', 'It can still be paid.'),
};

const stages: Readonly<
  Record<PaymentStage, { readonly tone: Tone; readonly text: string; readonly note: string }>
> = {
  DETECTED: { tone: 'accent', text: 'Seen', note: 'Seen in the network. Waits for its first block.' },
  CONFIRMING: { tone: 'accent', text: 'Confirming', note: '' },
  LEFT_THE_CHAIN: {
    tone: 'warn',
    text: 'Waits again',
    note: 'Its block was replaced. It waits for another one.',
  },
  SETTLED: { tone: 'good', text: 'Settled', note: '' },
  REPLACED: { tone: 'bad', text: 'Replaced', note: 'Its sender put another transaction in its place.' },
  DOUBLE_SPENT: { tone: 'bad', text: 'Double spent', note: 'Its coins were spent elsewhere.' },
  REORGED: { tone: 'bad', text: 'Left the chain', note: 'Its block was replaced, and it did not come back.' },
  DROPPED: { tone: 'bad', text: 'Dropped', note: 'The network has forgotten it.' },
};

const obstacles: Readonly<Record<NonNullable<Option['obstacle']>, string>> = {
  NOT_OWED: 'nothing is due',
  NOT_SET_UP: 'not offered by this merchant',
  NOT_MINTED: 'not for this invoice',
  NO_RATE: 'No exchange rate right now; try again soon',
  TOO_SMALL: 'the amount is too small for it',
};

const en = {
  situation: situations,
  stage: stages,
  obstacle: obstacles,
  due: 'Still to pay',
  rest: 'Missing after what is on its way',
  choose: 'How would you like to pay?',
  rail: {
    BITCOIN: 'Bitcoin',
    CHARMS: 'Bitcoin with a token',
    BALANCE: 'Wallet balance',
  },
  railHint: {
    BITCOIN: 'From any wallet: scan or copy.',
    CHARMS: 'Sign once: you pay and receive your token.',
    BALANCE: 'At once, from your balance here.',
  },
  worth: (amount: string) => `worth ${amount}`,
  noRail: 'There is no way to pay this yet',
  noRailText: 'The merchant has to set one up first. Ask them.',
  closed: (rail: string, why: string) => `${rail}: ${why}.`,
  payments: 'Payments',
  late: 'It came after the rate had expired, and counts at the rate of the moment when it came.',
  confirmations: (have: number, need: number) => `${have} of ${need} confirmations`,
  transaction: 'Transaction',
  pdf: 'Invoice as PDF',
  receipt: 'Receipt as PDF',
  paidAmount: 'Paid',
  loading: 'Loading',
};

const catalogs = { en };

export function usePayStrings() {
  return useTexts(catalogs);
}
