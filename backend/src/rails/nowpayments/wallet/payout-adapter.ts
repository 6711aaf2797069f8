import { InvalidInputError } from '../../../platform/errors/index.ts';
import { divideRounded } from '../../../platform/money/index.ts';
import type { PayoutAnswer, PayoutProvider } from '../../../wallet/index.ts';
import {
  isAboutTheRequest,
  NowPaymentsAnswerWrongError,
  NowPaymentsRefusedError,
  NowPaymentsUnavailableError,
} from '../nowpayments.errors.ts';
import type { NowPayments } from '../nowpayments.ts';
import { PAYOUT_DECIMALS } from '../payout.ts';
import { tickerOf } from '../provider-amount.ts';
import { ASSETS, PROVIDER } from './assets.ts';
import { payoutReport } from './payout-report.ts';

/** "unverified payouts will be automatically rejected in an hour after creation" */
const CONFIRM_WITHIN_MS = 3_600_000;

export interface PayoutAdapterOptions {
  readonly client: NowPayments;
  readonly callbackUrl: string;
}

/** Payouts through NOWPayments: created, then verified with the code of the authenticator app. */
export function createPayoutAdapter({ client, callbackUrl }: PayoutAdapterOptions): PayoutProvider {
  return {
    name: PROVIDER,
    assets: ASSETS,
    confirmWithinMs: CONFIRM_WITHIN_MS,
    async check({ asset, address, addressExtra, amount }) {
      assertPayable(asset, amount);
      const extra = addressExtra === null ? {} : { extraId: addressExtra };
      if (!(await client.isValidAddress({ address, currency: asset, ...extra }))) {
        throw new InvalidInputError('address', `an address that takes ${asset}`);
      }
    },
    create: ({ withdrawalId, asset, address, addressExtra, amount }) =>
      answerOf(async () =>
        payoutReport(
          await client.createPayout({
            externalId: withdrawalId,
            address,
            ...(addressExtra === null ? {} : { extraId: addressExtra }),
            currency: asset,
            units: amount,
            ipnCallbackUrl: callbackUrl,
          }),
        ),
      ),
    confirm: (batch) => answerOf(() => client.verifyPayout(batch).then(() => null)),
    report: async (reference) => payoutReport(await client.payout(reference)),
    async find({ withdrawalId, since }) {
      const payout = await client.findPayout({ externalId: withdrawalId, since });
      return payout && payoutReport(payout);
    },
  };
}

function assertPayable(asset: string, amount: bigint): void {
  const decimals = tickerOf(asset)?.decimals ?? 0;
  const step = decimals > PAYOUT_DECIMALS ? 10n ** BigInt(decimals - PAYOUT_DECIMALS) : 1n;
  if (divideRounded(amount, step, 'down') * step !== amount) {
    throw new InvalidInputError('amount', `a multiple of ${step}`);
  }
}

async function answerOf<Done>(call: () => Promise<Done>): Promise<PayoutAnswer<Done>> {
  try {
    return { kind: 'done', result: await call() };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof NowPaymentsUnavailableError) return { kind: 'unavailable', reason };
    if (error instanceof NowPaymentsRefusedError) {
      return { kind: isAboutTheRequest(error) ? 'refused' : 'unavailable', reason: error.reason };
    }
    // Only questions are answered wrongly, such as the one for a token before the payout is asked for.
    if (error instanceof NowPaymentsAnswerWrongError) return { kind: 'unavailable', reason };
    if (error instanceof InvalidInputError) return { kind: 'refused', reason };
    return { kind: 'unknown', reason };
  }
}
