import type { ManualClock } from '../../../platform/clock.ts';
import { decimalFromUnits, unitsFromDecimal } from '../../../platform/money/index.ts';
import { NowPaymentsUnavailableError } from '../../../rails/nowpayments/nowpayments.errors.ts';
import type { NowPayment, NowPaymentStatus } from '../../../rails/nowpayments/payment.ts';
import { depositAddress, depositReport } from '../../../rails/nowpayments/wallet/deposit-report.ts';
import type { DepositProvider, DepositReport } from '../../index.ts';

export const ASSETS = [
  { asset: 'btc', currency: 'BTC', decimals: 8 },
  { asset: 'usdc', currency: 'USDC', decimals: 6 },
] as const;

/** What can become of a payment at the provider. */
export type PaymentNews = 'part' | 'whole' | 'over' | 'again' | 'refund' | 'expire';

export interface DepositWorld {
  readonly provider: DepositProvider;
  /** Something happens to one of the payments there are; every state it was ever in can be told of from then on. */
  happen(index: number, news: PaymentNews): void;
  /** One of all reports there ever were; the newest for zero. */
  report(back: number): DepositReport | undefined;
  /** The last word on every payment. */
  lastReports(): DepositReport[];
  /** What is at the provider for us, by currency: all that came, less what was refunded. */
  held(): Map<string, bigint>;
}

/** A provider without a network, whose word on payments is read as the real one's is. */
export function createDepositWorld(clock: ManualClock, name: string): DepositWorld {
  const payments = new Map<string, NowPayment>();
  const history: NowPayment[] = [];
  let calls = 0;
  let ids = 0;
  const decimalsOf = (asset: string) => ASSETS.find((each) => each.asset === asset)?.decimals ?? 0;
  const unitsIn = ({ currency, decimal }: NowPayment['paid']) =>
    unitsFromDecimal(decimal, decimalsOf(currency));
  const unitsOf = ({ paid }: NowPayment) => unitsIn(paid);
  const amount = (currency: string, units: bigint) => {
    const decimals = decimalsOf(currency);
    return { currency, decimal: decimalFromUnits(units, decimals) };
  };
  const keep = (payment: NowPayment) => {
    payments.set(payment.id, payment);
    history.push(payment);
  };
  const toReport = (payment: NowPayment) => depositReport(payment, clock.now());
  const change = (payment: NowPayment, status: NowPaymentStatus, units: bigint) =>
    keep({ ...payment, status, paid: amount(payment.pay.currency, units) });

  return {
    provider: {
      name: 'nowpayments',
      assets: ASSETS,
      minimum: async () => 1n,
      async open({ depositId, asset, amount: units }) {
        // Every fifth is opened and its answer lost, or not opened at all.
        const fails = ++calls % 5 === 0;
        if (fails && calls % 2 === 0) throw new NowPaymentsUnavailableError('away');
        const id = `${name}${++ids}`;
        const pay = amount(asset, units);
        const payment: NowPayment = {
          id,
          parentId: null,
          invoiceId: null,
          orderId: depositId,
          status: 'waiting',
          payAddress: `address-${id}`,
          payExtraId: null,
          price: pay,
          pay,
          paid: amount(asset, 0n),
          outcome: null,
        };
        keep(payment);
        if (fails) throw new NowPaymentsUnavailableError('no answer');
        return { kind: 'opened', where: depositAddress(payment, clock.now()) };
      },
      async find({ depositId }) {
        const found = [...payments.values()].find(({ orderId }) => orderId === depositId);
        return found && depositAddress(found, clock.now());
      },
      async report(reference) {
        const payment = payments.get(reference);
        if (!payment) throw new NowPaymentsUnavailableError('unknown');
        return toReport(payment);
      },
    },
    happen(index, news) {
      const payment = [...payments.values()].at(index % Math.max(payments.size, 1));
      if (!payment) return;
      const due = unitsIn(payment.pay);
      const paid = unitsOf(payment);
      const isOver = payment.status === 'refunded';
      if (news === 'again') {
        const id = `${name}${++ids}`;
        const parentId = payment.parentId ?? payment.id;
        const child = { ...payment, id, parentId, pay: amount(payment.pay.currency, due / 3n + 1n) };
        change(child, 'finished', due / 3n + 1n);
      } else if (isOver) return;
      else if (news === 'refund') {
        if (paid > 0n) change(payment, 'refunded', paid);
      } else if (news === 'expire') {
        if (paid === 0n) change(payment, 'expired', 0n);
      } else if (news === 'part') {
        if (paid < due / 2n) change(payment, 'partially_paid', due / 2n);
      } else if (news === 'whole') {
        if (paid < due) change(payment, 'finished', due);
      } else if (paid < due + 7n) change(payment, 'finished', due + 7n);
    },
    report(back) {
      const found = history.at(-1 - (back % Math.max(history.length, 1)));
      return found && toReport(found);
    },
    lastReports: () => [...payments.values()].map(toReport),
    held() {
      const held = new Map<string, bigint>();
      for (const payment of payments.values()) {
        const currency = ASSETS.find(({ asset }) => asset === payment.pay.currency)?.currency ?? '';
        const counts = payment.status === 'finished' || payment.status === 'partially_paid';
        if (counts) held.set(currency, (held.get(currency) ?? 0n) + unitsOf(payment));
      }
      return held;
    },
  };
}
