import {
  isPaymentFailure,
  PAYMENT_FAILURES,
  type PaymentFailure,
  type PaymentNews,
  reportPayments,
} from '../../billing/index.ts';
import type { ChainObserver, ChainTransactionRow } from '../../bitcoin/index.ts';
import type { Config } from '../../platform/config/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { reportsOf } from './received-output.repository.ts';
import { hasAddressesSince } from './receiving-address.repository.ts';
import { recordReceived } from './record-received.ts';

/** How long the mempool is watched for an address after it was given out; blocks are for ever. */
const FRESH_MS = 7 * 24 * 3_600 * 1_000;

type Rows = readonly Pick<ChainTransactionRow, 'merchantId' | 'id' | 'blockTime'>[];

/** Finds payments to addresses that were given out, in the mempool and in blocks, and tells billing what becomes of them. */
export function bitcoinRailObserver(config: Pick<Config, 'BITCOIN_CONFIRMATIONS'>): ChainObserver {
  const tell = (news: PaymentNews) => async (tx: Tx, rows: Rows, now: Date) => {
    if (rows.length > 0) await reportPayments(tx, now, news, await reportsOf(tx, rows));
  };
  return {
    wantsMempool: (tx, now) => hasAddressesSince(tx, new Date(now.getTime() - FRESH_MS)),
    async onMempool(tx, transactions, now) {
      await tell('detected')(tx, await recordReceived(tx, config, transactions, now), now);
    },
    async onBlockConnected(tx, { transactions }, now) {
      // They are confirmed by what follows, and told of then.
      await recordReceived(tx, config, transactions, now);
    },
    onConfirmed: tell('confirmed'),
    onSettled: tell('settled'),
    onUnconfirmed: tell('unconfirmed'),
    async onFailed(tx, rows, now) {
      for (const failure of PAYMENT_FAILURES) {
        await tell(failure)(
          tx,
          rows.filter((row) => failureOf(row) === failure),
          now,
        );
      }
    },
  };
}

/** What was refused is to billing what was lost. */
function failureOf({ failure }: ChainTransactionRow): PaymentFailure {
  return failure !== null && isPaymentFailure(failure) ? failure : 'dropped';
}
