import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import { parseJsonText } from '../../platform/json/index.ts';
import { decimalFromUnits } from '../../platform/money/index.ts';
import type { FiatLine, FiatRail } from '../../wallet/index.ts';
import { BankAnswerWrongError } from './bank.errors.ts';
import { askBank, type BankConnection } from './bank-exchange.ts';
import { BankLine, type CurrencyDecimals, readLine } from './bank-line.ts';
import { verifyNotification } from './verify-notification.ts';

export interface BankRailOptions extends BankConnection {
  readonly clock: Clock;
  readonly webhookSecret: string;
  /** Where the bank is to send its news. */
  readonly webhookUrl: string;
  /** The currencies it takes, with the decimals of their smallest unit. */
  readonly currencies: CurrencyDecimals;
}

const PAGE_LIMIT = 100;
const ID = /^[\w-]{1,100}$/;

const Collection = z.object({
  id: z.string().regex(ID),
  external_id: z.string(),
  amount: z.string(),
  currency: z.string(),
  reference: z.string().regex(/^[0-9A-Z-]{4,35}$/),
  account: z.object({
    holder: z.string().min(1).max(140),
    iban: z.string().regex(/^[A-Z]{2}\d{2}[0-9A-Z]{11,30}$/),
    bic: z.string().regex(/^[0-9A-Z]{8}([0-9A-Z]{3})?$/),
  }),
});
const Statement = z.object({
  lines: z.array(BankLine),
  next: z.string().min(1).max(100),
  has_more: z.boolean(),
});
const Notification = z.object({ type: z.literal('statement.line_booked'), data: BankLine });

/** A bank that takes money for express buys. Opens nothing by itself. */
export function createBankRail(options: BankRailOptions): FiatRail {
  const { clock, webhookSecret, webhookUrl, currencies } = options;

  function linesOf(lines: readonly z.infer<typeof BankLine>[]): FiatLine[] {
    return lines.flatMap((line) => readLine(line, currencies) ?? []);
  }

  return {
    name: 'bank',
    currencies: Object.keys(currencies),

    async createCollection({ orderId, amount, currency }) {
      const decimal = decimalFromUnits(amount, currencies[currency] ?? 0);
      const collection = await askBank(options, {
        method: 'POST',
        path: 'collections',
        idempotencyKey: orderId,
        body: { external_id: orderId, amount: decimal, currency, webhook_url: webhookUrl },
        answer: Collection,
      });
      const isOurs =
        collection.external_id === orderId &&
        collection.amount === decimal &&
        collection.currency === currency;
      if (!isOurs) throw new BankAnswerWrongError('the collection is not the one that was asked for');
      const { id, reference, account } = collection;
      return { id, reference, payTo: account };
    },

    readNotification(rawBody, headers) {
      const genuine = { secret: webhookSecret, now: clock.now() };
      if (!verifyNotification(rawBody, headers['bank-signature'], genuine)) return undefined;
      try {
        const { data } = Notification.parse(parseJsonText(Buffer.from(rawBody).toString('utf8')));
        return linesOf([data]);
      } catch {
        // News of another kind, or of another time: what is booked is in the statement all the same.
        return [];
      }
    },

    async statement(cursor) {
      const { lines, next, has_more } = await askBank(options, {
        method: 'GET',
        path: 'statement',
        query: { limit: String(PAGE_LIMIT), ...(cursor === null ? {} : { after: cursor }) },
        answer: Statement,
      });
      return { lines: exactly(() => linesOf(lines)), next, hasMore: has_more };
    },
  };
}

function exactly<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new BankAnswerWrongError('an amount that is none', { cause });
  }
}
