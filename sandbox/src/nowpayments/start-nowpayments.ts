import { type Clock, systemClock } from '../clock.ts';
import { Faults } from '../http/faults.ts';
import { type Answer, type Request, type ServeOptions, serve } from '../http/serve.ts';
import { NowPaymentsControl } from './control.ts';
import { IpnSender, type IpnSettings } from './ipn-sender.ts';
import { ipnBody } from './payment.ts';
import { PaymentBook } from './payment-book.ts';
import { type Invoice, paymentRoutes } from './payment-routes.ts';
import { payoutBody } from './payout.ts';
import { PayoutBook } from './payout-book.ts';
import { payoutRoutes } from './payout-routes.ts';
import { invalidKey } from './refusals.ts';
import { createTokens, tokenCheck } from './tokens.ts';

export interface NowPaymentsOptions extends ServeOptions {
  readonly clock?: Clock;
  readonly apiKey?: string;
  readonly ipnSecret: string;
  readonly email?: string;
  readonly password?: string;
  /** Base32 secret of the authenticator app that verifies payouts. */
  readonly totpSecret?: string;
  readonly ipn?: Partial<IpnSettings>;
  /** Where ids begin: the provider never gives the same twice, also when the simulator starts anew. */
  readonly firstId?: number;
}

export interface NowPaymentsSimulator {
  /** Base URL with `/v1`, as `NOWPAYMENTS_API_URL` has it. */
  readonly url: string;
  readonly apiKey: string;
  readonly email: string;
  readonly password: string;
  readonly totpSecret: string;
  readonly control: NowPaymentsControl;
  close(): Promise<void>;
}

const PREFIX = '/v1';
const FIRST_ID = 5_000_000_000;
/** Asked without a key. */
const PUBLIC_OPERATIONS = new Set(['GET /status', 'POST /auth']);
const OPERATIONS: readonly (readonly [RegExp, string])[] = [
  [/^GET \/payment\/\d+$/, 'GET /payment/:id'],
  [/^GET \/payout\/\d+$/, 'GET /payout/:id'],
  [/^POST \/payout\/\d+\/verify$/, 'POST /payout/:id/verify'],
];
const NOT_FOUND: Answer = {
  status: 404,
  body: { status: false, statusCode: 404, code: 'NOT_FOUND', message: 'Not found' },
};

/**
 * A payment provider with the requests, answers, statuses and signed notifications of NOWPayments, as
 * documented at https://documenter.getpostman.com/view/7907941/2s93JusNJt. No money moves.
 */
export async function startNowPayments(options: NowPaymentsOptions): Promise<NowPaymentsSimulator> {
  const { clock = systemClock, apiKey = 'sandbox-api-key', ipnSecret } = options;
  const { email = 'sandbox@charmbills.test', password = 'sandbox-password' } = options;
  const { totpSecret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' } = options;
  const ipn = new IpnSender(ipnSecret, options.ipn);
  const faults = new Faults();
  const invoices = new Map<string, Invoice>();
  const { firstId = FIRST_ID } = options;
  const payments = new PaymentBook(
    clock,
    (payment) => ipn.notify(payment.ipnCallbackUrl, ipnBody(payment, control.ids)),
    firstId,
  );
  const payouts = new PayoutBook(
    clock,
    totpSecret,
    (payout) => ipn.notify(payout.ipnCallbackUrl, payoutBody(payout)),
    firstId,
  );
  const control = new NowPaymentsControl({ payments, payouts, invoices, ipn, faults });
  const tokens = createTokens(clock);
  const assertToken = tokenCheck(tokens);
  const routes: Readonly<Record<string, (request: Request) => Answer>> = {
    ...paymentRoutes({ payments, invoices, assertToken, ids: () => control.ids, now: () => clock.now() }),
    ...payoutRoutes({ payouts, tokens, assertToken, email, password }),
  };
  const serving = await serve(
    {
      notFound: NOT_FOUND,
      operationOf({ method, path }) {
        if (!path.startsWith(`${PREFIX}/`)) return undefined;
        const line = `${method} ${path.slice(PREFIX.length)}`;
        const operation = OPERATIONS.find(([pattern]) => pattern.test(line))?.[1] ?? line;
        return Object.hasOwn(routes, operation) ? operation : undefined;
      },
      answer(operation, request) {
        if (!PUBLIC_OPERATIONS.has(operation) && request.headers['x-api-key'] !== apiKey) throw invalidKey();
        return routes[operation]?.(request) ?? NOT_FOUND;
      },
    },
    faults,
    options,
  );
  return {
    url: serving.url + PREFIX,
    apiKey,
    email,
    password,
    totpSecret,
    control,
    async close() {
      await ipn.close();
      await serving.close();
    },
  };
}
