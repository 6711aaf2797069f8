import { placesOf } from '../amounts.ts';
import { textFields } from '../http/json.ts';
import type { Answer, Request } from '../http/serve.ts';
import { amountOf, currency, lastPart } from './payment-routes.ts';
import { payoutBody } from './payout.ts';
import type { NewPayout, PayoutBook } from './payout-book.ts';
import { refusal, wrongRequest } from './refusals.ts';
import type { Tokens } from './tokens.ts';

/** "amount of the payout. Must not exceed 6 decimals" */
const MAX_PLACES = 6;
const DEFAULT_LIMIT = 10;

export interface PayoutRoutesOptions {
  readonly payouts: PayoutBook;
  readonly tokens: Tokens;
  /** Refuses whoever has no bearer token. */
  assertToken(request: Request): void;
  readonly email: string;
  readonly password: string;
}

/** Everything about money going out: it wants a bearer token besides the key, and a code for each batch. */
export function payoutRoutes(options: PayoutRoutesOptions): Record<string, (request: Request) => Answer> {
  const { payouts, tokens, email, password, assertToken } = options;

  return {
    'POST /auth'({ body }) {
      const fields = textFields(body);
      if (fields.get('email') !== email || fields.get('password') !== password) {
        throw refusal(403, 'ACCESS_DENIED', 'Invalid login or password');
      }
      return { status: 200, body: { token: tokens.issue() } };
    },

    'POST /payout/validate-address'({ body }) {
      assertAddress(textFields(body));
      return { status: 200, body: 'OK' };
    },

    'POST /payout'(request) {
      assertToken(request);
      const batch = payouts.createBatch(withdrawalsOf(request.body));
      return { status: 200, body: { id: batch.id, withdrawals: batch.payouts.map(payoutBody) } };
    },

    'POST /payout/:id/verify'(request) {
      assertToken(request);
      const batchId = request.path.split('/').at(-2) ?? '';
      if (payouts.find(batchId).length === 0) throw refusal(404, 'PAYOUT_NOT_FOUND', 'Payout not found');
      const code = textFields(request.body).get('verification_code') ?? '';
      const outcome = payouts.verify(batchId, code);
      if (outcome !== 'verified') throw refusal(400, 'INVALID_VERIFICATION_CODE', outcome);
      return { status: 200, body: 'OK' };
    },

    'GET /payout/:id'({ path }) {
      const found = payouts.find(lastPart(path));
      if (found.length === 0) throw refusal(404, 'PAYOUT_NOT_FOUND', 'Payout not found');
      return { status: 200, body: found.map(payoutBody) };
    },

    'GET /payout'({ query }) {
      const limit = Number(query.get('limit') ?? DEFAULT_LIMIT);
      const page = Number(query.get('page') ?? 0);
      const batchId = query.get('batch_id');
      const from = query.get('date_from');
      const found = [...payouts.all.values()].filter(
        (payout) =>
          (batchId === null || payout.batchId === batchId) &&
          (from === null || payout.createdAt >= new Date(from)),
      );
      const newestFirst = found.reverse().slice(page * limit, (page + 1) * limit);
      return { status: 200, body: { payouts: newestFirst.map(payoutBody) } };
    },
  };
}

function withdrawalsOf(body: unknown): NewPayout[] {
  const withdrawals =
    typeof body === 'object' && body !== null && 'withdrawals' in body ? body.withdrawals : [];
  if (!Array.isArray(withdrawals) || withdrawals.length === 0) throw wrongRequest('withdrawals is required');
  const batchCallback = textFields(body).get('ipn_callback_url');
  return withdrawals.map((withdrawal: unknown) => {
    const fields = textFields(withdrawal);
    const amount = amountOf(fields.get('amount'), 'amount');
    if (placesOf(amount) > MAX_PLACES) throw wrongRequest('amount must not exceed 6 decimals');
    return {
      ...assertAddress(fields),
      amount,
      extraId: fields.get('extra_id') ?? null,
      uniqueExternalId: fields.get('unique_external_id') ?? null,
      ipnCallbackUrl: fields.get('ipn_callback_url') ?? batchCallback ?? null,
    };
  });
}

function assertAddress(fields: ReadonlyMap<string, string>): { address: string; currency: string } {
  const { code, addressPattern } = currency(fields.get('currency'));
  const address = fields.get('address') ?? '';
  if (!addressPattern.test(address)) {
    throw refusal(400, 'BAD_CREATE_WITHDRAWAL_REQUEST', `Invalid payout_address: ${code} ${address}`);
  }
  return { address, currency: code };
}
