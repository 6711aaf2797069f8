'use client';
import { useRouter } from 'next/navigation';
import { type ReactNode, useCallback, useState } from 'react';
import { useFormats } from '../format/format-context.tsx';
import type { ApiProblem } from '../graphql/api-problem.ts';
import { useKeyedAction } from '../graphql/use-action.ts';
import { TransactionView } from '../signing/transaction-view.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { ProblemText } from '../ui/states.tsx';
import { rememberInAddress } from './checkout-address.ts';
import { hasOtherWay, isBoughtByTransaction, type PriceOnOffer } from './offer.ts';
import { BeginSubscriptionDocument, BuyWithTokenDocument } from './subscribe.generated.ts';
import { useSubscribeStrings } from './subscribe-strings.ts';

/** The last word before it begins, and what follows: a transaction to sign, an invoice to pay, or a trial. */
export function Purchase({
  planId,
  price,
  initialTransactionId,
  already,
}: {
  readonly planId: string;
  readonly price: PriceOnOffer | undefined;
  readonly initialTransactionId: string | undefined;
  /** What is shown when the plan was bought meanwhile. */
  readonly already: ReactNode;
}) {
  const t = useSubscribeStrings();
  const format = useFormats();
  const router = useRouter();
  const buy = useKeyedAction(BuyWithTokenDocument);
  const start = useKeyedAction(BeginSubscriptionDocument);
  const [transactionId, setTransactionId] = useState(initialTransactionId);
  const [trialEndsAt, setTrialEndsAt] = useState<string>();
  const byTransaction = price === undefined || isBoughtByTransaction(price);

  async function prepare() {
    const { data } = await buy.run({ planId });
    if (!data) return;
    setTransactionId(data.subscribe.transaction.id);
    rememberInAddress({ begun: '1', transaction: data.subscribe.transaction.id });
  }

  async function begin(priceId: string) {
    const { data } = await start.run({ priceId });
    if (!data) return;
    const { invoiceId, subscription } = data.startSubscription;
    if (invoiceId) router.push(`/pay/${invoiceId}`);
    else setTrialEndsAt(subscription.trialEndsAt ?? undefined);
  }

  const subscriptions = (
    <LinkButton href="/subscriptions" prefetch={false}>
      {t.toSubscriptions}
    </LinkButton>
  );
  if (trialEndsAt !== undefined) {
    return (
      <Notice tone="good" title={t.trialTitle} actions={subscriptions}>
        {t.trialUntil(format.date(trialEndsAt))}
      </Notice>
    );
  }
  const problem = buy.problem ?? start.problem;
  if (transactionId !== undefined) {
    return (
      <PurchaseTransaction
        key={transactionId}
        problem={problem}
        id={transactionId}
        busy={buy.busy}
        onAgain={prepare}
        actions={subscriptions}
      />
    );
  }
  if (problem?.code === 'SUBSCRIPTION_EXISTS') return already;
  const trial = price !== undefined && price.trialDays > 0;
  return (
    <div className="flex flex-col gap-4">
      <ProblemText problem={problem} />
      <p className="text-sm text-soft">
        {byTransaction ? t.transactionText : trial ? t.trialText : t.invoiceText}
      </p>
      <Button
        look="primary"
        size="large"
        busy={buy.busy || start.busy}
        onClick={() => (byTransaction || price === undefined ? prepare() : begin(price.id))}
      >
        {byTransaction ? t.confirmTransaction : trial ? t.confirmTrial : t.confirmInvoice}
      </Button>
      {byTransaction && price && hasOtherWay(price) && (
        <Button look="quiet" busy={start.busy} disabled={buy.busy} onClick={() => begin(price.id)}>
          {t.otherWay}
        </Button>
      )}
    </div>
  );
}

type Outcome = 'under way' | 'sent' | 'settled' | 'over';

function outcomeOf(step: string): Outcome {
  if (step === 'SETTLED') return 'settled';
  if (step === 'BROADCAST' || step === 'CONFIRMING') return 'sent';
  return step === 'FAILED' || step === 'EXPIRED' ? 'over' : 'under way';
}

function PurchaseTransaction({
  id,
  problem,
  busy,
  onAgain,
  actions,
}: {
  readonly id: string;
  readonly problem: ApiProblem | undefined;
  readonly busy: boolean;
  readonly onAgain: () => void;
  readonly actions: ReactNode;
}) {
  const t = useSubscribeStrings();
  const [outcome, setOutcome] = useState<Outcome>('under way');
  const onStep = useCallback(({ step }: { readonly step: string }) => setOutcome(outcomeOf(step)), []);
  return (
    <div className="flex flex-col gap-5">
      {outcome === 'settled' && (
        <Notice tone="good" title={t.doneTitle} actions={actions}>
          {t.doneText}
        </Notice>
      )}
      {outcome === 'sent' && (
        <Notice tone="accent" title={t.sentTitle}>
          {t.sentText}
        </Notice>
      )}
      <TransactionView id={id} onStep={onStep} />
      <ProblemText problem={problem} />
      {outcome === 'over' && (
        <Button look="primary" size="large" busy={busy} onClick={onAgain}>
          {t.again}
        </Button>
      )}
    </div>
  );
}
