import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import type { Exchange } from './exchange.ts';
import { NowPaymentsRefusedError } from './nowpayments.errors.ts';

export interface Bearer {
  /** @throws NowPaymentsRefusedError without an account, or with one that the provider does not let in */
  token(): Promise<string>;
  forget(): void;
}

/** Tokens are good for five minutes; they are used for four. */
const USE_MS = 240_000;

/** The token that payouts want besides the key, fetched when it is needed and shared by who needs it. */
export function createBearer(
  exchange: Exchange,
  clock: Clock,
  account: { readonly email: string; readonly password: string } | undefined,
): Bearer {
  let cached: { readonly token: Promise<string>; readonly until: number } | undefined;

  async function signIn(): Promise<string> {
    if (!account)
      throw new NowPaymentsRefusedError(0, 'NO_ACCOUNT', 'no account to pay out from is configured');
    const { email, password } = account;
    const { token } = await exchange({
      repetition: 'read',
      method: 'POST',
      path: 'auth',
      body: { email, password },
      answer: z.object({ token: z.string().regex(/^[\w.~+/-]{1,4000}=*$/) }),
    });
    return token;
  }

  return {
    token() {
      const now = clock.now().getTime();
      if (!cached || now >= cached.until) {
        const token = signIn();
        const entry = { token, until: now + USE_MS };
        cached = entry;
        token.catch(() => {
          if (cached === entry) cached = undefined;
        });
      }
      return cached.token;
    },
    forget() {
      cached = undefined;
    },
  };
}
