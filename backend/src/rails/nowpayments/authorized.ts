import type { Clock } from '../../platform/clock.ts';
import { createBearer } from './bearer.ts';
import type { Call, Exchange } from './exchange.ts';
import { NowPaymentsRefusedError } from './nowpayments.errors.ts';

export interface PayoutAccount {
  readonly email: string;
  readonly password: string;
  /** Base32 secret of its authenticator app; without it a person brings each code. */
  readonly totpSecret?: string | undefined;
}

/** A call in the name of the account, beside the API key. Throws as the exchange. */
export type Authorized = <T>(call: Omit<Call<T>, 'bearer'>) => Promise<T>;

const UNAUTHORIZED = 401;

/** Signs in as the account when it is needed. */
export function createAuthorized(
  exchange: Exchange,
  clock: Clock,
  account: PayoutAccount | undefined,
): Authorized {
  const bearer = createBearer(exchange, clock, account);
  /** A token that has run out is refused before anything is done, so the call is made again with a new one. */
  return async (call) => {
    try {
      return await exchange({ ...call, bearer: await bearer.token() });
    } catch (error) {
      if (!(error instanceof NowPaymentsRefusedError) || error.status !== UNAUTHORIZED) throw error;
      bearer.forget();
      return exchange({ ...call, bearer: await bearer.token() });
    }
  };
}
