import { type DeliverySettings, NotificationSender } from '../http/notification-sender.ts';
import { type ArrayTreatment, signIpn } from './sign-ipn.ts';

export interface IpnSettings extends DeliverySettings {
  arrays: ArrayTreatment;
  /** `wrong` is signed with another secret; `missing` has no signature. */
  signature: 'right' | 'wrong' | 'missing';
}

/** Notifications of payments, as NOWPayments sends them. */
export class IpnSender extends NotificationSender<IpnSettings> {
  readonly #secret: string;

  constructor(secret: string, settings: Partial<IpnSettings> = {}) {
    super('x-nowpayments-sig', {
      delivery: 'once',
      arrays: 'kept',
      signature: 'right',
      delayMs: 0,
      retries: 3,
      retryDelayMs: 60_000,
      timeoutMs: 3_000,
      ...settings,
    });
    this.#secret = secret;
  }

  notify(url: string | null, payload: Record<string, unknown>): void {
    if (url === null) return;
    const { arrays, signature } = this.settings;
    const secret = signature === 'wrong' ? `${this.#secret}?` : this.#secret;
    const signed = signature === 'missing' ? undefined : signIpn(payload, secret, arrays);
    this.send(url, JSON.stringify(payload), signed);
  }
}
