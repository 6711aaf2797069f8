import type { P2pTradeStatus } from './p2p.generated.ts';

export type Side = 'BUYER' | 'SELLER';

export interface TradeRights {
  readonly markPaid: boolean;
  readonly release: boolean;
  readonly cancel: boolean;
  readonly dispute: boolean;
  readonly talk: boolean;
}

/** What one of the two may do with a trade at this moment; whether it is so is for the API to decide. */
export function tradeRights(
  { status, payBy }: { readonly status: P2pTradeStatus; readonly payBy: string },
  side: Side,
  now: Date,
): TradeRights {
  const open = status === 'AWAITING_PAYMENT' || status === 'PAID' || status === 'DISPUTED';
  const inTime = now.getTime() < new Date(payBy).getTime();
  const awaiting = status === 'AWAITING_PAYMENT';
  return {
    markPaid: side === 'BUYER' && awaiting && inTime,
    release: side === 'SELLER' && open,
    cancel: side === 'BUYER' ? open : awaiting && !inTime,
    dispute: status === 'PAID',
    talk: open,
  };
}
