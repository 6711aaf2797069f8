import { setTimeout as sleep } from 'node:timers/promises';

/** What becomes of notifications: sent once, sent twice, never sent, or kept until they are released. */
export type Delivery = 'once' | 'twice' | 'lost' | 'held';

export interface DeliverySettings {
  delivery: Delivery;
  /** Milliseconds before each is sent. */
  delayMs: number;
  /** Further attempts when the receiver does not answer 2xx in time. */
  retries: number;
  retryDelayMs: number;
  timeoutMs: number;
}

/** A notification as it was sent, or would have been. */
export interface SentNotification {
  readonly url: string;
  readonly body: string;
  readonly signature: string | undefined;
  /** HTTP status of each attempt; 0 where no answer came in time. */
  readonly statuses: number[];
}

/** Sends notifications one after another, so that they arrive in order unless they are told not to. */
export class NotificationSender<Settings extends DeliverySettings> {
  readonly settings: Settings;
  readonly sent: SentNotification[] = [];
  readonly #header: string;
  readonly #held: SentNotification[] = [];
  readonly #closing = new AbortController();
  #queue: Promise<void> = Promise.resolve();

  /** @param header carries the signature */
  constructor(header: string, settings: Settings) {
    this.#header = header;
    this.settings = settings;
  }

  protected send(url: string, body: string, signature: string | undefined): void {
    const notification = { url, body, signature, statuses: [] };
    const { delivery } = this.settings;
    this.sent.push(notification);
    if (delivery === 'held') this.#held.push(notification);
    else if (delivery !== 'lost') {
      this.#enqueue(notification);
      if (delivery === 'twice') this.#enqueue(notification);
    }
  }

  /** Sends what was held, in the order given: `[2, 0, 1]` sends the third first. As held, by default. */
  release(order: readonly number[] = this.#held.map((_, index) => index)): void {
    const held = this.#held.splice(0);
    for (const index of order) {
      const notification = held[index];
      if (notification) this.#enqueue(notification);
    }
  }

  /** Sends a notification again, byte for byte. */
  resend(notification: SentNotification): void {
    this.#enqueue(notification);
  }

  /** When everything that is on its way has arrived, or has been given up. */
  async settled(): Promise<void> {
    for (let last: Promise<void> | undefined; last !== this.#queue; ) {
      last = this.#queue;
      await last;
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.settled();
  }

  #enqueue(notification: SentNotification): void {
    this.#queue = this.#queue.then(() => this.#deliver(notification));
  }

  async #deliver(notification: SentNotification): Promise<void> {
    const { retries, retryDelayMs, delayMs } = this.settings;
    const { signal } = this.#closing;
    if (delayMs > 0) await sleep(delayMs, undefined, { signal }).catch(() => undefined);
    for (let left = retries; !signal.aborted; left--) {
      const status = await this.#post(notification);
      notification.statuses.push(status);
      if ((status >= 200 && status < 300) || left <= 0) return;
      await sleep(retryDelayMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async #post({ url, body, signature }: SentNotification): Promise<number> {
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(this.settings.timeoutMs)]);
    const headers = {
      'content-type': 'application/json',
      ...(signature !== undefined && { [this.#header]: signature }),
    };
    try {
      const response = await fetch(url, { method: 'POST', headers, body, signal });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return 0;
    }
  }
}
