import type { Clock } from '../../../platform/clock.ts';
import type { DepositProvider } from '../../../wallet/index.ts';
import { isAboutTheRequest, NowPaymentsRefusedError } from '../nowpayments.errors.ts';
import type { NowPayments } from '../nowpayments.ts';
import { ASSETS, PROVIDER } from './assets.ts';
import { depositAddress, depositReport } from './deposit-report.ts';

export interface DepositAdapterOptions {
  readonly client: NowPayments;
  readonly clock: Clock;
  /** Where the provider sends its notifications. */
  readonly callbackUrl: string;
}

/** Deposits through NOWPayments. What is deposited is what the address is asked for: nothing is converted. */
export function createDepositAdapter({ client, clock, callbackUrl }: DepositAdapterOptions): DepositProvider {
  return {
    name: PROVIDER,
    assets: ASSETS,
    minimum: (asset) => client.minAmountUnits(asset),
    async open({ depositId, asset, amount }) {
      try {
        const payment = await client.createPayment({
          priceCurrency: asset,
          priceUnits: amount,
          payCurrency: asset,
          payUnits: amount,
          orderId: depositId,
          ipnCallbackUrl: callbackUrl,
        });
        return { kind: 'opened', where: depositAddress(payment, clock.now()) };
      } catch (error) {
        if (error instanceof NowPaymentsRefusedError && isAboutTheRequest(error)) {
          return { kind: 'refused', reason: error.reason };
        }
        throw error;
      }
    },
    async find({ depositId, since }) {
      const payment = await client.findPayment({ orderId: depositId, since });
      return payment && depositAddress(payment, clock.now());
    },
    report: async (reference) => depositReport(await client.payment(reference), clock.now()),
  };
}
