import type { Clock } from '../clock.ts';
import { type DeliverySettings, NotificationSender } from '../http/notification-sender.ts';
import { signWebhook } from './sign-webhook.ts';

export interface WebhookSettings extends DeliverySettings {
  /** `wrong` is signed with another secret; `old` says that it was sent an hour ago; `missing` has none. */
  signature: 'right' | 'wrong' | 'old' | 'missing';
}

const HOUR_MS = 3_600_000;

/** The bank's webhooks. */
export class WebhookSender extends NotificationSender<WebhookSettings> {
  readonly #secret: string;
  readonly #clock: Clock;

  constructor(secret: string, clock: Clock, settings: Partial<WebhookSettings> = {}) {
    super('bank-signature', {
      delivery: 'once',
      signature: 'right',
      delayMs: 0,
      retries: 3,
      retryDelayMs: 30_000,
      timeoutMs: 3_000,
      ...settings,
    });
    this.#secret = secret;
    this.#clock = clock;
  }

  notify(url: string | undefined, payload: Record<string, unknown>): void {
    if (url === undefined) return;
    const body = JSON.stringify(payload);
    this.send(url, body, this.#signatureOf(body));
  }

  #signatureOf(body: string): string | undefined {
    const { signature } = this.settings;
    if (signature === 'missing') return undefined;
    const secret = signature === 'wrong' ? `${this.#secret}?` : this.#secret;
    const now = this.#clock.now();
    return signWebhook(body, secret, signature === 'old' ? new Date(now.getTime() - HOUR_MS) : now);
  }
}
