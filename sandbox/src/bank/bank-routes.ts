import { placesOf, scaled } from '../amounts.ts';
import { textFields } from '../http/json.ts';
import type { Answer, Request } from '../http/serve.ts';
import { type BankBook, type Collection, refusal, type StatementLine } from './bank-book.ts';

type Route = (request: Request) => Answer;

const CURRENCIES = ['EUR', 'USD'];
const DECIMALS = 2;
const HOLDER = 'CharmBills Sandbox';
const IBANS: Readonly<Record<string, string>> = {
  EUR: 'DE89370400440532013000',
  USD: 'DE75512108001245126199',
};
const BIC = 'SANDDEFFXXX';
const PAGE_LIMIT = 100;
const KEY = /^[\x21-\x7e]{1,200}$/;

/** What the bank is asked. */
export function bankRoutes(book: BankBook): Record<string, Route> {
  return {
    'POST /collections'({ body, headers }) {
      const key = headers['idempotency-key'];
      if (typeof key !== 'string' || !KEY.test(key)) throw wrong('Idempotency-Key is required');
      const fields = textFields(body);
      const externalId = fields.get('external_id');
      const amount = fields.get('amount');
      const currency = fields.get('currency') ?? '';
      if (!externalId) throw wrong('external_id is required');
      if (!CURRENCIES.includes(currency)) throw refusal(422, 'currency_unsupported', `no ${currency} here`);
      const webhookUrl = fields.get('webhook_url');
      const collection = book.open(key, { externalId, amount: readAmount(amount), currency, webhookUrl });
      return { status: 201, body: collectionBody(book, collection) };
    },

    'GET /collections/:id'({ path }) {
      const id = path.slice(path.lastIndexOf('/') + 1);
      const collection = book.collections.find((each) => each.id === id);
      if (!collection) throw refusal(404, 'not_found', 'there is no such collection');
      return { status: 200, body: collectionBody(book, collection) };
    },

    'GET /statement'({ query }) {
      const after = query.get('after') ?? '0';
      const limit = Number(query.get('limit') ?? PAGE_LIMIT);
      if (!/^\d{1,15}$/.test(after)) throw wrong('after is no cursor of ours');
      if (!Number.isInteger(limit) || limit < 1 || limit > PAGE_LIMIT) throw wrong('limit is 1 to 100');
      const later = book.lines.filter(({ sequence }) => sequence > Number(after));
      const lines = later.slice(0, limit);
      const next = lines.at(-1)?.sequence ?? after;
      return {
        status: 200,
        body: { lines: lines.map(lineBody), next: String(next), has_more: later.length > lines.length },
      };
    },
  };
}

function collectionBody(book: BankBook, collection: Collection) {
  const { id, externalId, amount, currency, reference, createdAt } = collection;
  const received = book.receivedOf(collection);
  return {
    id,
    external_id: externalId,
    amount,
    currency,
    reference,
    status: scaled(received) >= scaled(amount) ? 'paid' : 'open',
    received,
    account: { holder: HOLDER, iban: IBANS[currency], bic: BIC },
    created_at: createdAt,
  };
}

export function lineBody({ id, type, returns, reference, amount, currency, bookedAt }: StatementLine) {
  return { id, type, returns, reference, amount, currency, booked_at: bookedAt };
}

function readAmount(text: string | undefined): string {
  try {
    if (text !== undefined && scaled(text) > 0n && placesOf(text) <= DECIMALS) return text;
  } catch {
    // Said below, like zero.
  }
  throw wrong('amount must be positive, with two decimals at most');
}

function wrong(message: string) {
  return refusal(400, 'invalid_request', message);
}
