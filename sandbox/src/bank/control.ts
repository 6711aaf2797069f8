import { scaled, unscaled } from '../amounts.ts';
import type { Fault, FaultOptions, Faults } from '../http/faults.ts';
import type { SentNotification } from '../http/notification-sender.ts';
import type { BankBook, Collection, StatementLine } from './bank-book.ts';
import type { WebhookSender, WebhookSettings } from './webhook-sender.ts';

interface Parts {
  readonly book: BankBook;
  readonly webhooks: WebhookSender;
  readonly faults: Faults;
}

/** Money as somebody sends it. */
export interface IncomingTransfer {
  readonly reference: string;
  readonly amount: string;
  readonly currency: string;
}

/** What a test or a person makes happen at the bank. */
export class BankControl {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get collections(): readonly Collection[] {
    return this.#parts.book.collections;
  }

  get lines(): readonly StatementLine[] {
    return this.#parts.book.lines;
  }

  get sentWebhooks(): readonly SentNotification[] {
    return this.#parts.webhooks.sent;
  }

  /** Somebody pays for a collection, by its reference: exactly, unless another amount is said. */
  pay(reference: string, amount?: string): StatementLine {
    const collection = this.collections.find((each) => each.reference === reference);
    if (!collection) throw new RangeError(`nobody waits for ${reference}`);
    const { currency } = collection;
    return this.receive({ reference, amount: amount ?? collection.amount, currency });
  }

  /** Money comes in under any reference. */
  receive({ reference, amount, currency }: IncomingTransfer): StatementLine {
    const { book } = this.#parts;
    return book.book({ type: 'credit', returns: null, reference, amount: plain(amount), currency });
  }

  /** The payer's bank calls a transfer back, all of it unless another amount is said. */
  callBack(lineId: string, amount?: string): StatementLine {
    const line = this.lines.find(({ id }) => id === lineId);
    if (line?.type !== 'credit') throw new RangeError(`there is no transfer ${lineId}`);
    const { reference, currency } = line;
    return this.#parts.book.book({
      type: 'return',
      returns: lineId,
      reference,
      currency,
      amount: amount === undefined ? line.amount : plain(amount),
    });
  }

  /** Changes how notifications are made and delivered. */
  setWebhooks(settings: Partial<WebhookSettings>): void {
    Object.assign(this.#parts.webhooks.settings, settings);
  }

  /** Plans a fault for the next requests of an operation such as `POST /collections`, or `*`. */
  fault(operation: string, fault: Fault, options?: FaultOptions): void {
    this.#parts.faults.add(operation, fault, options);
  }

  clearFaults(): void {
    this.#parts.faults.clear();
  }

  /** Sends held notifications, in the order of the indexes given. */
  releaseWebhooks(order?: readonly number[]): void {
    this.#parts.webhooks.release(order);
  }

  /** Sends the notification with that index in `sentWebhooks` again, byte for byte. */
  resendWebhook(index: number): void {
    const webhook = this.#parts.webhooks.sent.at(index);
    if (!webhook) throw new RangeError(`there is no notification ${index}`);
    this.#parts.webhooks.resend(webhook);
  }

  /** When every notification on its way has arrived, or has been given up. */
  settled(): Promise<void> {
    return this.#parts.webhooks.settled();
  }
}

function plain(amount: string): string {
  const units = scaled(amount);
  if (units <= 0n) throw new RangeError('more than zero');
  return unscaled(units);
}
