import { type NowPaymentsSimulator, startNowPayments } from '@charmbills/sandbox';
import { ManualClock } from '../../platform/clock.ts';
import type { AppError } from '../../platform/errors/index.ts';
import { createNowPayments, type NewNowPayment, type NowPayments, type NowPaymentsOptions } from './index.ts';

export const IPN_SECRET = 'ipn-secret';

export interface ProviderForTests {
  readonly clock: ManualClock;
  readonly provider: NowPaymentsSimulator;
  /** A client of the simulator, by default for its account and without waiting between attempts. */
  connect(changes?: Partial<NowPaymentsOptions>): NowPayments;
}

/** The provider's simulator on a clock of its own; notifications are sent once. */
export async function startProvider(): Promise<ProviderForTests> {
  const clock = new ManualClock(new Date('2026-03-01T12:00:00Z'));
  const provider = await startNowPayments({ ipnSecret: IPN_SECRET, clock, ipn: { retries: 0 } });
  const { url, apiKey, email, password, totpSecret } = provider;
  return {
    clock,
    provider,
    connect: (changes = {}) =>
      createNowPayments({
        url,
        apiKey,
        timeoutMs: 5_000,
        clock,
        retry: { attempts: 3, baseDelayMs: 1 },
        account: { email, password, totpSecret },
        ...changes,
      }),
  };
}

/** A deposit of thirty dollars in bitcoin: 50 000 satoshi at the simulator's first price. */
export function newPayment(changes: Partial<NewNowPayment> = {}): NewNowPayment {
  return {
    priceCurrency: 'usd',
    priceUnits: 3_000n,
    payCurrency: 'btc',
    orderId: 'dep_1',
    ipnCallbackUrl: 'http://127.0.0.1:9/ipn',
    ...changes,
  };
}

/** The code of the error that something fails with. */
export function failure(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'answered',
    (error: AppError) => error.code,
  );
}
