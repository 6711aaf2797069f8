import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import { InvalidInputError } from '../../platform/errors/index.ts';
import { rawNumber } from '../../platform/json/index.ts';
import { decimalFromUnits } from '../../platform/money/index.ts';
import type { Authorized, PayoutAccount } from './authorized.ts';
import { NowPaymentsAnswerWrongError, NowPaymentsOutcomeUnknownError } from './nowpayments.errors.ts';
import type { NewNowPayout, NowPayments } from './nowpayments.ts';
import { idSegment } from './payment.ts';
import { type NowPayout, PAYOUT_DECIMALS, Payout } from './payout.ts';
import { tickerOf, unitsOf } from './provider-amount.ts';
import { totp } from './totp.ts';

type Payouts = Pick<NowPayments, 'createPayout' | 'verifyPayout' | 'payout' | 'findPayout'>;

const PAGE_SIZE = 100;
/** More than this in the time since the payout that is looked for is a wrong `since`. */
const MAX_PAGES = 100;
const LIST = z.object({ payouts: z.array(Payout) });

/** The part of the client that sends money. */
export function createPayouts(
  authorized: Authorized,
  clock: Clock,
  account: PayoutAccount | undefined,
): Payouts {
  return {
    async createPayout(input) {
      const { withdrawals } = await authorized({
        repetition: 'once',
        method: 'POST',
        path: 'payout',
        body: { withdrawals: [withdrawal(input)] },
        answer: z.object({ withdrawals: z.array(Payout).length(1) }),
      });
      const [payout] = withdrawals;
      const difference = payout && differenceOf(payout, input);
      if (!payout || difference !== undefined) {
        throw new NowPaymentsOutcomeUnknownError('payout', `the answer has another ${difference}`);
      }
      return payout;
    },

    async verifyPayout(batchId, code) {
      const secret = account?.totpSecret;
      const verificationCode = code ?? (secret === undefined ? undefined : totp(secret, clock.now()));
      if (verificationCode === undefined)
        throw new InvalidInputError('code', 'the code of the authenticator app');
      await authorized({
        repetition: 'once',
        method: 'POST',
        path: `payout/${idSegment(batchId)}/verify`,
        body: { verification_code: verificationCode },
        answer: z.unknown(),
      });
    },

    async payout(id) {
      const found = await authorized({
        repetition: 'read',
        method: 'GET',
        path: `payout/${idSegment(id)}`,
        answer: z.union([
          z.array(Payout),
          z.object({ withdrawals: z.array(Payout) }).transform((batch) => batch.withdrawals),
        ]),
      });
      const payout = found.find((candidate) => candidate.id === id);
      if (!payout) throw new NowPaymentsAnswerWrongError('the payout is another one');
      return payout;
    },

    async findPayout({ externalId, since }) {
      for (let page = 0; page < MAX_PAGES; page++) {
        const { payouts } = await authorized({
          repetition: 'read',
          method: 'GET',
          path: 'payout',
          query: {
            date_from: since.toISOString(),
            order_by: 'dateCreated',
            order: 'desc',
            limit: String(PAGE_SIZE),
            page: String(page),
          },
          answer: LIST,
        });
        const found = payouts.find((payout) => payout.externalId === externalId);
        if (found || payouts.length < PAGE_SIZE) return found;
      }
      throw new NowPaymentsAnswerWrongError(`more than ${MAX_PAGES * PAGE_SIZE} payouts since then`);
    },
  };
}

function withdrawal({ externalId, address, extraId, currency, units, ipnCallbackUrl }: NewNowPayout) {
  const ticker = tickerOf(currency);
  if (!ticker)
    throw new InvalidInputError('currency', 'a currency that the payment provider and we both have');
  const decimal = decimalFromUnits(units, ticker.decimals);
  if (units <= 0n || (decimal.split('.')[1] ?? '').length > PAYOUT_DECIMALS) {
    throw new InvalidInputError('amount', `more than zero, with ${PAYOUT_DECIMALS} decimals at most`);
  }
  return {
    address,
    currency,
    amount: rawNumber(decimal),
    unique_external_id: externalId,
    ...(extraId !== undefined && { extra_id: extraId }),
    ...(ipnCallbackUrl !== undefined && { ipn_callback_url: ipnCallbackUrl }),
  };
}

/** What the answer has otherwise than it was asked for, if anything. */
function differenceOf(payout: NowPayout, asked: NewNowPayout): string | undefined {
  if (payout.address !== asked.address) return 'address';
  if (payout.amount.currency !== asked.currency.toLowerCase()) return 'currency';
  if (payout.externalId !== null && payout.externalId !== asked.externalId) return 'external id';
  try {
    return unitsOf(payout.amount) === asked.units ? undefined : 'amount';
  } catch {
    return 'amount';
  }
}
