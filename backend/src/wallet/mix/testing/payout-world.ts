import type { ManualClock } from '../../../platform/clock.ts';
import { NowPaymentsUnavailableError } from '../../../rails/nowpayments/nowpayments.errors.ts';
import type { PayoutProvider, PayoutReport } from '../../index.ts';
import { ASSETS } from './deposit-world.ts';

const CONFIRM_WITHIN_MS = 3_600_000;

export interface PayoutWorld {
  readonly provider: PayoutProvider;
  /** A payout that is on its way ends. */
  finish(index: number, isPaid: boolean): void;
  /** One of all reports there ever were; the newest for zero. */
  report(back: number): PayoutReport | undefined;
  /** Ends everything that is on its way, and gives up what nobody confirmed. */
  finishAll(): void;
  /** Whether a payout for this withdrawal was paid; undefined while that is open. */
  outcomeOf(withdrawalId: string): boolean | undefined;
  /** All that has left, by currency. */
  paid(): Map<string, bigint>;
}

/** A provider without a network that does what it is asked, and says so or not. */
export function createPayoutWorld(clock: ManualClock, name: string): PayoutWorld {
  const payouts = new Map<string, PayoutReport & { readonly createdAt: Date }>();
  const history: PayoutReport[] = [];
  let calls = 0;
  let ids = 0;
  const set = (payout: PayoutReport & { readonly createdAt: Date }) => {
    payouts.set(payout.reference, payout);
    history.push(payout);
  };
  const refresh = () => {
    for (const payout of payouts.values()) {
      const age = clock.now().getTime() - payout.createdAt.getTime();
      if (payout.outcome === 'created' && age > CONFIRM_WITHIN_MS) set({ ...payout, outcome: 'failed' });
    }
  };
  const of = (withdrawalId: string) =>
    [...payouts.values()].filter((payout) => payout.withdrawalId === withdrawalId);

  return {
    provider: {
      name: 'nowpayments',
      assets: ASSETS,
      confirmWithinMs: CONFIRM_WITHIN_MS,
      check: async () => undefined,
      async create({ withdrawalId, asset, address, amount }) {
        const call = ++calls % 7;
        if (call === 1) return { kind: 'unavailable', reason: 'away' };
        if (call === 3) return { kind: 'refused', reason: 'not to there' };
        if (call === 5 && calls % 2 === 0) return { kind: 'unknown', reason: 'no answer, and not done' };
        const id = `${name}-${++ids}`;
        set({
          reference: `p${id}`,
          batch: `b${id}`,
          withdrawalId,
          asset,
          address,
          amount,
          outcome: 'created',
          networkTxid: null,
          error: null,
          createdAt: clock.now(),
        });
        const result = payouts.get(`p${id}`);
        if (call === 5 || result === undefined) return { kind: 'unknown', reason: 'no answer' };
        return { kind: 'done', result };
      },
      async confirm(batch) {
        refresh();
        const call = ++calls % 5;
        const payout = [...payouts.values()].find((each) => each.batch === batch);
        if (call === 1) return { kind: 'unavailable', reason: 'away' };
        if (payout?.outcome === 'created') set({ ...payout, outcome: 'pending' });
        return call === 3 ? { kind: 'unknown', reason: 'no answer' } : { kind: 'done', result: null };
      },
      async report(reference) {
        refresh();
        const payout = payouts.get(reference);
        if (!payout || ++calls % 9 === 0) throw new NowPaymentsUnavailableError('away');
        return payout;
      },
      async find({ withdrawalId }) {
        refresh();
        return of(withdrawalId)[0];
      },
    },
    finish(index, isPaid) {
      const under = [...payouts.values()].filter(({ outcome }) => outcome === 'pending');
      const payout = under.at(index % Math.max(under.length, 1));
      if (payout) set({ ...payout, outcome: isPaid ? 'paid' : 'failed' });
    },
    report(back) {
      return history.at(-1 - (back % Math.max(history.length, 1)));
    },
    finishAll() {
      refresh();
      for (const payout of payouts.values()) {
        if (payout.outcome === 'pending') set({ ...payout, outcome: 'paid' });
      }
    },
    outcomeOf(withdrawalId) {
      refresh();
      const outcomes = of(withdrawalId).map(({ outcome }) => outcome);
      if (outcomes.includes('paid')) return true;
      return outcomes.length > 0 && outcomes.every((outcome) => outcome === 'failed') ? false : undefined;
    },
    paid() {
      const sums = new Map<string, bigint>();
      for (const { outcome, asset, amount = 0n } of payouts.values()) {
        const currency = ASSETS.find((each) => each.asset === asset)?.currency ?? '';
        if (outcome === 'paid') sums.set(currency, (sums.get(currency) ?? 0n) + amount);
      }
      return sums;
    },
  };
}
