import { randomBytes } from 'node:crypto';
import { scaled, unscaled } from '../amounts.ts';
import type { Clock } from '../clock.ts';
import { type Answer, Refusal } from '../http/serve.ts';

export interface Collection {
  readonly id: string;
  readonly externalId: string;
  readonly amount: string;
  readonly currency: string;
  readonly reference: string;
  readonly webhookUrl: string | undefined;
  readonly createdAt: string;
}

/** A line of the statement: money that came, or an earlier line that was called back. */
export interface StatementLine {
  readonly id: string;
  /** Its place in the statement, ascending, also from one run of the simulator to the next. */
  readonly sequence: number;
  readonly type: 'credit' | 'return';
  readonly returns: string | null;
  readonly reference: string;
  readonly amount: string;
  readonly currency: string;
  readonly bookedAt: string;
}

export type NewCollection = Pick<Collection, 'externalId' | 'amount' | 'currency' | 'webhookUrl'>;

/** What the bank knows: who waits for money, and what has come. */
export class BankBook {
  readonly collections: Collection[] = [];
  readonly lines: StatementLine[] = [];
  /** Where news go that belong to no collection. */
  webhookUrl: string | undefined;
  readonly #clock: Clock;
  readonly #notify: (url: string | undefined, line: StatementLine) => void;
  #sequence: number;
  readonly #answers = new Map<string, { readonly request: string; readonly collection: Collection }>();

  constructor(clock: Clock, notify: (url: string | undefined, line: StatementLine) => void) {
    this.#clock = clock;
    this.#notify = notify;
    this.#sequence = clock.now().getTime();
  }

  /** The same key and request give the first answer. @throws Refusal for the same key and another request */
  open(key: string, wanted: NewCollection): Collection {
    const request = JSON.stringify(wanted);
    const earlier = this.#answers.get(key);
    if (earlier && earlier.request !== request) {
      throw refusal(409, 'idempotency_key_reused', 'this key was used for another request');
    }
    if (earlier) return earlier.collection;
    const collection = {
      ...wanted,
      id: `col_${randomBytes(8).toString('hex')}`,
      reference: `CB${randomBytes(5).toString('hex').toUpperCase()}`,
      createdAt: this.#clock.now().toISOString(),
    };
    this.#answers.set(key, { request, collection });
    this.collections.push(collection);
    this.webhookUrl = wanted.webhookUrl ?? this.webhookUrl;
    return collection;
  }

  book(line: Omit<StatementLine, 'id' | 'sequence' | 'bookedAt'>): StatementLine {
    const booked = {
      ...line,
      id: `line_${randomBytes(8).toString('hex')}`,
      sequence: ++this.#sequence,
      bookedAt: this.#clock.now().toISOString(),
    };
    this.lines.push(booked);
    const collection = this.collections.find(({ reference }) => reference === line.reference);
    this.#notify(collection?.webhookUrl ?? this.webhookUrl, booked);
    return booked;
  }

  /** What has come under a collection's reference and currency, less what was called back. */
  receivedOf({ reference, currency }: Collection): string {
    const sum = this.lines
      .filter((line) => line.reference === reference && line.currency === currency)
      .reduce(
        (total, { type, amount }) => total + (type === 'credit' ? scaled(amount) : -scaled(amount)),
        0n,
      );
    return unscaled(sum < 0n ? 0n : sum);
  }
}

/** The bank's way to say no. */
export function refusal(status: number, code: string, message: string): Refusal {
  const answer: Answer = { status, body: { error: { code, message } } };
  return new Refusal(answer);
}
