import { logoUrl } from '../../identity/index.ts';
import { type Currencies, formatAmount } from '../../ledger/index.ts';
import type { LetterFacts } from '../ports.ts';
import { type LetterBrand, letterHtml } from './letter-html.ts';

/** What is said of an event, in English: the subject, and the sentences. */
type Wording = (facts: LetterFacts & { readonly invoice: string }) => readonly [string, ...string[]];

const WORDINGS: Readonly<Record<string, Wording>> = {
  'invoice.opened': ({ invoice, dueAt, onTrial }) => [
    onTrial ? 'Your trial is ending' : `Invoice ${invoice}`,
    ...(onTrial ? ['Your trial is about to end. To go on, pay the invoice for the first period.'] : []),
    `There is a new invoice for you, due on ${day(dueAt)}.`,
  ],
  'invoice.reminded': ({ invoice, dueAt }) => [
    `Invoice ${invoice} is waiting`,
    `This invoice is due on ${day(dueAt)} and has not been paid yet.`,
  ],
  'invoice.overdue': ({ invoice, dueAt }) => [
    `Invoice ${invoice} is overdue`,
    `This invoice was due on ${day(dueAt)} and has not been paid. Your subscription ends if it stays so.`,
  ],
  'invoice.auto_payment_refused': ({ invoice }) => [
    `Invoice ${invoice} could not be paid`,
    'The payment that you have allowed did not go through. Please see that there is enough, or pay another way.',
  ],
  'invoice.paid': ({ invoice, ...facts }) => [
    `Receipt for invoice ${invoice}`,
    'This invoice is paid. Thank you.',
    ...lateness(facts),
  ],
  'invoice.partially_paid': ({ invoice, ...facts }) => [
    `Part of invoice ${invoice} is paid`,
    'A part of this invoice has arrived. The rest is still to be paid.',
    ...lateness(facts),
  ],
  'refund.sent': ({ invoice, reference }) => [
    `A refund for invoice ${invoice} was sent`,
    'Money that you paid has been sent back to you.',
    ...(reference === null ? [] : [`It went by ${reference}.`]),
  ],
  'invoice.overpaid': ({ invoice }) => [
    `Invoice ${invoice} was overpaid`,
    'More has arrived than was owed. The rest is kept as your credit.',
  ],
  'webhook_endpoint.disabled': ({ reference }) => [
    'A webhook endpoint was disabled',
    `It has failed for too long, and is sent nothing more: ${reference ?? 'it is gone'}.`,
    'What has happened meanwhile is kept. Mend it, enable it again in the dashboard, and it is delivered.',
  ],
  'subscription.canceled': () => [
    'Your subscription is canceled',
    'It has been given up, and grants nothing more.',
  ],
  'subscription.expired': () => [
    'Your subscription has expired',
    'It was not paid for, and has ended. Paying the last invoice brings it back.',
  ],
  'subscription.paused': () => ['Your subscription is paused', 'What is left of your paid time is kept.'],
  'subscription.price_migration': () => [
    'What you pay for your plan changes',
    'From your next period on, your plan costs something else. You can cancel before.',
  ],
};

/** What is said of money that came late: it counts all the same. */
function lateness({ late, dueAt }: Pick<LetterFacts, 'late' | 'dueAt'>): string[] {
  if (!late) return [];
  return [
    `Your payment arrived after ${day(dueAt)}, or after its quote had expired; it was credited at what it was worth then.`,
  ];
}

/** What customers are written to about; the rest is for merchants. */
export const CUSTOMER_LETTERS = Object.keys(WORDINGS).filter((kind) => !kind.startsWith('webhook_'));

/** What nobody has to be told: who is written to can leave these, and no others. */
export const REMINDERS = ['invoice.reminded'];

/** Where links lead and pictures lie, and how amounts are written. */
export interface LetterPlaces {
  readonly frontendUrl: string;
  readonly publicUrl: string;
  readonly currencies: Pick<Currencies, 'get'>;
}

/**
 * An e-mail as text and simple HTML. The merchant, and how to reach them, stand in each; amounts are in whole units of
 * their currency, exactly.
 * @param leaveUrl where no more of its kind is asked for; null where there is nothing to leave
 */
export function writeLetter(
  kind: string,
  facts: LetterFacts,
  { frontendUrl, publicUrl, currencies }: LetterPlaces,
  leaveUrl: string | null = null,
): { readonly subject: string; readonly text: string; readonly html: string } {
  const wording = WORDINGS[kind];
  if (!wording) throw new Error(`nothing is written about ${kind}`);
  const { merchantName, supportContact, planName, invoiceId, total, currency } = facts;
  const invoice = facts.invoiceNumber === null ? '' : String(facts.invoiceNumber);
  const [subject, ...sentences] = wording({ ...facts, invoice });
  const details = [
    ...(planName === null ? [] : [`Plan: ${planName}`]),
    ...(total === null || currency === null
      ? []
      : [`Amount: ${formatAmount(BigInt(total), currencies.get(currency))} ${currency}`]),
  ];
  const url = invoiceId === null ? null : `${frontendUrl.replace(/\/$/, '')}/pay/${invoiceId}`;
  const contact = supportContact === null ? '' : ` Questions? ${supportContact}`;
  const end = `Sent for ${merchantName}.${contact}`;
  const lines = [...sentences, ...details];
  return {
    subject: oneLine(`${merchantName}: ${subject}`),
    text: [
      ...lines,
      ...(url === null ? [] : [url]),
      '--',
      end,
      ...(leaveUrl === null ? [] : [`No more reminders: ${leaveUrl}`]),
    ].join('\n\n'),
    html: letterHtml({ merchantName, lines, url, end, leaveUrl, brand: brandOf(facts, publicUrl) }),
  };
}

function brandOf({ brandColor, logo }: LetterFacts, PUBLIC_URL: string): LetterBrand {
  return {
    color: brandColor ?? null,
    logo: logo ? { ...logo, url: logoUrl({ PUBLIC_URL }, logo.merchantId, logo.hash) } : null,
  };
}

function day(instant: string | null): string {
  return instant === null ? 'its due date' : instant.slice(0, 10);
}

/** Headers are one line: what a merchant is called adds none. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ');
}
