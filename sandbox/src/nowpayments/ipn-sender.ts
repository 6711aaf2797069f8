import { setTimeout as sleep } from 'node:timers/promises';
import { type ArrayTreatment, signIpn } from './sign-ipn.ts';

/** What becomes of notifications: sent once, sent twice, never sent, or kept until they are released. */
export type IpnDelivery = 'once' | 'twice' | 'lost' | 'held';

export interface IpnSettings {
  delivery: IpnDelivery;
  arrays: ArrayTreatment;
  /** `wrong` is signed with another secret; `missing` has no signature. */
  signature: 'right' | 'wrong' | 'missing';
  /** Further attempts when the receiver does not answer 2xx in time. */
  retries: number;
  retryDelayMs: number;
  timeoutMs: number;
}

/** A notification as it was sent, or would have been. */
export interface SentIpn {
  readonly url: string;
  readonly body: string;
  readonly signature: string | undefined;
  /** HTTP status of each attempt; 0 where no answer came in time. */
  readonly statuses: number[];
}

/** Sends notifications one after another, so that they arrive in order unless they are told not to. */
export class IpnSender {
  readonly settings: IpnSettings;
  readonly sent: SentIpn[] = [];
  readonly #secret: string;
  readonly #held: SentIpn[] = [];
  readonly #closing = new AbortController();
  #queue: Promise<void> = Promise.resolve();

  constructor(secret: string, settings: Partial<IpnSettings> = {}) {
    this.#secret = secret;
    this.settings = {
      delivery: 'once',
      arrays: 'kept',
      signature: 'right',
      retries: 3,
      retryDelayMs: 60_000,
      timeoutMs: 3_000,
      ...settings,
    };
  }

  notify(url: string | null, payload: Record<string, unknown>): void {
    if (url === null) return;
    const { delivery, arrays, signature } = this.settings;
    const secret = signature === 'wrong' ? `${this.#secret}?` : this.#secret;
    const ipn: SentIpn = {
      url,
      body: JSON.stringify(payload),
      signature: signature === 'missing' ? undefined : signIpn(payload, secret, arrays),
      statuses: [],
    };
    this.sent.push(ipn);
    if (delivery === 'held') this.#held.push(ipn);
    else if (delivery !== 'lost') {
      this.#enqueue(ipn);
      if (delivery === 'twice') this.#enqueue(ipn);
    }
  }

  /** Sends what was held, in the order given: `[2, 0, 1]` sends the third first. As held, by default. */
  release(order: readonly number[] = this.#held.map((_, index) => index)): void {
    const held = this.#held.splice(0);
    for (const index of order) {
      const ipn = held[index];
      if (ipn) this.#enqueue(ipn);
    }
  }

  /** Sends a notification again, byte for byte. */
  resend(ipn: SentIpn): void {
    this.#enqueue(ipn);
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

  #enqueue(ipn: SentIpn): void {
    this.#queue = this.#queue.then(() => this.#deliver(ipn));
  }

  async #deliver(ipn: SentIpn): Promise<void> {
    const { retries, retryDelayMs } = this.settings;
    for (let left = retries; !this.#closing.signal.aborted; left--) {
      const status = await this.#post(ipn);
      ipn.statuses.push(status);
      if ((status >= 200 && status < 300) || left <= 0) return;
      await sleep(retryDelayMs, undefined, { signal: this.#closing.signal }).catch(() => undefined);
    }
  }

  async #post({ url, body, signature }: SentIpn): Promise<number> {
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(this.settings.timeoutMs)]);
    const headers = {
      'content-type': 'application/json',
      ...(signature !== undefined && { 'x-nowpayments-sig': signature }),
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
