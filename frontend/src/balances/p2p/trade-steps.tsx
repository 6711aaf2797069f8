'use client';
import { Steps } from '../../ui/steps.tsx';
import { partStates } from '../shared/progress.ts';
import { clockText, secondsLeft } from '../shared/time-left.ts';
import type { TradeFactsFragment } from './p2p.generated.ts';
import { useP2pStrings } from './p2p-strings.ts';
import { TRADE_PROGRESS } from './trade-progress.ts';
import type { Side } from './trade-rights.ts';
import { useP2pTexts } from './use-p2p-texts.ts';

/** How far a trade is, and whose turn it is to do what. */
export function TradeSteps({
  trade,
  side,
  now,
}: {
  readonly trade: TradeFactsFragment;
  readonly side: Side;
  readonly now: Date;
}) {
  const t = useP2pStrings();
  const texts = useP2pTexts();
  const { status } = trade;
  const progress = TRADE_PROGRESS[status];
  const states = partStates(progress, 3);
  const buying = side === 'BUYER';
  const say = () => {
    switch (status) {
      case 'AWAITING_PAYMENT':
        return buying ? t.nowPay(texts.priceMoney(trade.priceAmount, trade), trade.paymentMethod) : t.nowWait;
      case 'PAID':
        return buying ? t.nowReleaseWait : t.nowRelease;
      case 'DISPUTED':
        return t.disputedText;
      default:
        return t.ended[status];
    }
  };
  const left = secondsLeft(trade.payBy, now);
  const detail = (
    <>
      {say()}
      {status === 'AWAITING_PAYMENT' && (
        // Read out once by the step itself, not every second.
        <span aria-live="off" className="mt-1 block font-medium text-ink tabular-nums">
          {left === 0 ? t.payOver : t.payWithin(clockText(left))}
        </span>
      )}
    </>
  );
  return (
    <Steps
      label={t.progress}
      steps={[t.steps.held, t.steps.paid, t.steps.released].map((label, part) => ({
        label,
        state: states[part] ?? 'waiting',
        detail: part === Math.min(progress.done, 2) ? detail : undefined,
      }))}
    />
  );
}
