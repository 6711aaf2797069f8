import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import { signWebhook } from './sign-webhook.ts';

/** What becomes of notifications: sent once, sent twice, never sent, or kept until they are released. */
export type WebhookDelivery = 'once' | 'twice' | 'lost' | 'held';

export interface WebhookSettings {
  delivery: WebhookDelivery;
  /** `wrong` is signed with another secret; `old` says that it was sent an hour ago; `missing` has none. */
  signature: 'right' | 'wrong' | 'old' | 'missing';
  /** Milliseconds before each is sent. */
  delayMs: number;
  /** Further attempts when the receiver does not answer 2xx in time. */
  retries: number;
  retryDelayMs: number;
  timeoutMs: number;
}

/** A notification as it was sent, or would have been. */
export interface SentWebhook {
  readonly url: string;
  readonly body: string;
  readonly signature: string | undefined;
  /** HTTP status of each attempt; 0 where no answer came in time. */
  readonly statuses: number[];
}

const HOUR_MS = 3_600_000;

/** Sends notifications one after another, so that they arrive in order unless they are told not to. */
export class WebhookSender {
  readonly settings: WebhookSettings;
  readonly sent: SentWebhook[] = [];
  readonly #secret: string;
  readonly #clock: Clock;
  readonly #held: SentWebhook[] = [];
  readonly #closing = new AbortController();
  #queue: Promise<void> = Promise.resolve();

  constructor(secret: string, clock: Clock, settings: Partial<WebhookSettings> = {}) {
    this.#secret = secret;
    this.#clock = clock;
    this.settings = {
      delivery: 'once',
      signature: 'right',
      delayMs: 0,
      retries: 3,
      retryDelayMs: 30_000,
      timeoutMs: 3_000,
      ...settings,
    };
  }

  notify(url: string | undefined, payload: Record<string, unknown>): void {
    if (url === undefined) return;
    const { delivery } = this.settings;
    const body = JSON.stringify(payload);
    const webhook: SentWebhook = { url, body, signature: this.#signatureOf(body), statuses: [] };
    this.sent.push(webhook);
    if (delivery === 'held') this.#held.push(webhook);
    else if (delivery !== 'lost') {
      this.#enqueue(webhook);
      if (delivery === 'twice') this.#enqueue(webhook);
    }
  }

  /** Sends what was held, in the order given: `[2, 0, 1]` sends the third first. As held, by default. */
  release(order: readonly number[] = this.#held.map((_, index) => index)): void {
    const held = this.#held.splice(0);
    for (const index of order) {
      const webhook = held[index];
      if (webhook) this.#enqueue(webhook);
    }
  }

  /** Sends a notification again, byte for byte. */
  resend(webhook: SentWebhook): void {
    this.#enqueue(webhook);
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

  #signatureOf(body: string): string | undefined {
    const { signature } = this.settings;
    if (signature === 'missing') return undefined;
    const secret = signature === 'wrong' ? `${this.#secret}?` : this.#secret;
    const now = this.#clock.now();
    return signWebhook(body, secret, signature === 'old' ? new Date(now.getTime() - HOUR_MS) : now);
  }

  #enqueue(webhook: SentWebhook): void {
    this.#queue = this.#queue.then(() => this.#deliver(webhook));
  }

  async #deliver(webhook: SentWebhook): Promise<void> {
    const { retries, retryDelayMs, delayMs } = this.settings;
    const { signal } = this.#closing;
    if (delayMs > 0) await sleep(delayMs, undefined, { signal }).catch(() => undefined);
    for (let left = retries; !signal.aborted; left--) {
      const status = await this.#post(webhook);
      webhook.statuses.push(status);
      if ((status >= 200 && status < 300) || left <= 0) return;
      await sleep(retryDelayMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async #post({ url, body, signature }: SentWebhook): Promise<number> {
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(this.settings.timeoutMs)]);
    const headers = {
      'content-type': 'application/json',
      ...(signature !== undefined && { 'bank-signature': signature }),
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
