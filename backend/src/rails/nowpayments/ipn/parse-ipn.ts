import { parseJsonText } from '../../../platform/json/index.ts';
import { NowPaymentsAnswerWrongError } from '../nowpayments.errors.ts';
import { type NowPayment, Payment } from '../payment.ts';
import { type NowPayout, Payout } from '../payout.ts';

/** What a notification is about. */
export type NowPaymentsIpn =
  | { readonly kind: 'payment'; readonly payment: NowPayment }
  | { readonly kind: 'payout'; readonly payout: NowPayout };

/**
 * Reads a notification whose signature has been verified.
 * @throws NowPaymentsAnswerWrongError for anything that is neither a payment nor a payout
 */
export function parseIpn(rawBody: Uint8Array): NowPaymentsIpn {
  let body: unknown;
  try {
    body = parseJsonText(Buffer.from(rawBody).toString('utf8'));
  } catch (cause) {
    throw new NowPaymentsAnswerWrongError('a notification is not JSON', { cause });
  }
  const isPayout = typeof body === 'object' && body !== null && 'batch_withdrawal_id' in body;
  const parsed = isPayout ? Payout.safeParse(body) : Payment.safeParse(body);
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
    throw new NowPaymentsAnswerWrongError(`a notification cannot be used: ${fields}`, {
      cause: parsed.error,
    });
  }
  return 'batchId' in parsed.data
    ? { kind: 'payout', payout: parsed.data }
    : { kind: 'payment', payment: parsed.data };
}
