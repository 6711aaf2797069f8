import { SERVER_LOCALE } from '../strings/server-locale.ts';
import { buttonClasses } from '../ui/button-classes.ts';
import { CheckoutFrame } from './checkout-frame.tsx';
import { loadPlan } from './load-plan.ts';
import { PlanSummary } from './plan-summary.tsx';
import { SubscribeView } from './subscribe-view.tsx';
import { summaryStrings } from './summary-strings.ts';
import { Unavailable } from './unavailable.tsx';

/** Where a plan is bought by whoever has its link. */
export async function SubscribePage({
  id,
  priceId,
  begun,
  transactionId,
}: {
  readonly id: string;
  /** Which price was chosen. */
  readonly priceId: string | undefined;
  /** Whether somebody has gone on from the offer. */
  readonly begun: boolean;
  /** The transaction that they were about to sign. */
  readonly transactionId: string | undefined;
}) {
  const t = summaryStrings[SERVER_LOCALE];
  const answer = await loadPlan(id);
  if ('problem' in answer) {
    return answer.problem === 'not found' ? (
      <Unavailable title={t.noPlanTitle} text={t.noPlanText} />
    ) : (
      <Unavailable
        title={t.awayTitle}
        text={t.awayText}
        action={
          <a href={`/subscribe/${encodeURIComponent(id)}`} className={buttonClasses('primary')}>
            {t.again}
          </a>
        }
      />
    );
  }
  const { publicPlan: plan } = answer.data;
  const { merchant, status, prices, periodsLeft } = plan;
  // Somebody with a transaction under way is led on, whatever became of the offer meanwhile.
  if (transactionId === undefined) {
    if (status !== 'ACTIVE' || prices.length === 0)
      return <Unavailable seller={merchant} title={t.archivedTitle} text={t.archivedText} />;
    if (periodsLeft === '0')
      return <Unavailable seller={merchant} title={t.soldOutTitle} text={t.soldOutText} />;
  }
  return (
    <CheckoutFrame seller={merchant}>
      <div className="grid grid-cols-1 gap-8 lg:grid-cols-[minmax(0,1fr)_26rem] lg:gap-14">
        <PlanSummary plan={plan} />
        <SubscribeView
          planId={plan.id}
          prices={prices}
          initialPriceId={priceId}
          initiallyBegun={begun}
          initialTransactionId={transactionId}
        />
      </div>
    </CheckoutFrame>
  );
}
