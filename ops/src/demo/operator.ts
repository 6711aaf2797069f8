import { grantOperator } from '../../../backend/src/identity/index.ts';
import { systemClock } from '../../../backend/src/platform/clock.ts';
import { openDatabase } from '../../../backend/src/platform/database/index.ts';
import type { StackParts } from '../stack/stack-parts.ts';
import { type Actor, introduce } from './actor.ts';
import { demoWallet } from './demo-wallet.ts';

/** What the platform swaps and sells from, in smallest units. */
const STOCK: Readonly<Record<string, string>> = {
  BTC: '1000000000',
  ETH: '100000000000000000000',
  USDC: '1000000000000',
  USDT: '1000000000000',
  PYUSD: '1000000000000',
  EURC: '1000000000000',
  USDB: '1000000000000',
  USD: '100000000',
  EUR: '100000000',
};

/** What savings in `SAVED` earn, in parts per million a year. */
const RATE_PPM = 40_000;
const SAVED = 'USDC';

interface PlatformAccount {
  readonly kind: string;
  readonly currency: string;
}

/** The demo wallet `operator`, with the right to run the installation; only on regtest, where keys are no secret. */
export async function introduceOperator(stack: StackParts): Promise<Actor> {
  const wallet = demoWallet('operator');
  const database = openDatabase({ url: stack.databaseUrl, poolSize: 2 });
  try {
    const config = { BITCOIN_NETWORK: 'regtest' } as const;
    await grantOperator({ database, clock: systemClock, config }, wallet.address);
  } finally {
    await database.close();
  }
  return introduce(stack, 'operator', wallet, []);
}

/** Gives the treasury a stock of every currency that it has never had, so that swaps and purchases work. */
export async function stockTreasury(operator: Actor): Promise<void> {
  const accounts = await operator.api.request<readonly PlatformAccount[]>(
    '{ platformAccounts { kind currency } }',
  );
  const stocked = accounts.filter(({ kind }) => kind === 'treasury').map(({ currency }) => currency);
  for (const [currency, amount] of Object.entries(STOCK)) {
    if (stocked.includes(currency)) continue;
    await operator.api.request(
      `mutation ($input: NewTreasuryMove!, $key: String!) {
        recordTreasuryMove(input: $input, idempotencyKey: $key) { id }
      }`,
      {
        input: { kind: 'FUND', currency, amount, reason: 'stock of the demo' },
        key: `demo-stock-${currency}`,
      },
    );
  }
}

/** Announces interest from tomorrow on, unless some is announced: what earns nothing cannot be put into savings. */
export async function announceSavings(operator: Actor, now = systemClock.now()): Promise<void> {
  const rates = await operator.api.request<readonly unknown[]>('{ savingsRates { currency } }');
  if (rates.length > 0) return;
  const tomorrow = new Date(now);
  tomorrow.setUTCHours(24, 0, 0, 0);
  await operator.api.request(
    `mutation ($currency: String!, $fromDay: DateTime!, $ratePpm: Int!) {
      setSavingsRate(currency: $currency, fromDay: $fromDay, ratePpm: $ratePpm) { currency }
    }`,
    { currency: SAVED, fromDay: tomorrow.toISOString(), ratePpm: RATE_PPM },
  );
}
