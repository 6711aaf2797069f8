'use client';
import { useState } from 'react';
import { useAction } from '../graphql/use-action.ts';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { ProblemText } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import {
  MerchantCancelSubscriptionDocument,
  MerchantKeepSubscriptionDocument,
  MerchantPauseSubscriptionDocument,
  MerchantResumeSubscriptionDocument,
  type SubscriptionFactsFragment,
} from './subscriptions.generated.ts';
import { useSubscriptionsStrings } from './subscriptions-strings.ts';

type Deed = 'pause' | 'resume' | 'keep' | 'end' | 'cancel';

/** What a merchant can do with a subscription as it is. */
function deedsFor({ status, cancelAtPeriodEnd, paidThrough }: SubscriptionFactsFragment): readonly Deed[] {
  if (status === 'CANCELED' || status === 'EXPIRED') return [];
  if (status === 'PAUSED') return ['resume', 'cancel'];
  if (status === 'INCOMPLETE') return ['cancel'];
  const ending = cancelAtPeriodEnd ? 'keep' : 'end';
  const paused: readonly Deed[] = status === 'ACTIVE' ? ['pause'] : [];
  return [...paused, ...(paidThrough || status === 'TRIALING' ? [ending as Deed] : []), 'cancel'];
}

/** Pausing, ending and keeping a subscription; each is asked once more, and says what it does. */
export function SubscriptionActions({
  subscription,
  onDone,
}: {
  readonly subscription: SubscriptionFactsFragment;
  readonly onDone: () => void;
}) {
  const t = useSubscriptionsStrings();
  const toast = useToast();
  const [asking, setAsking] = useState<Deed>();
  const pause = useAction(MerchantPauseSubscriptionDocument);
  const resume = useAction(MerchantResumeSubscriptionDocument);
  const keep = useAction(MerchantKeepSubscriptionDocument);
  const cancel = useAction(MerchantCancelSubscriptionDocument);
  const { id } = subscription;
  const actions = { pause, resume, keep, end: cancel, cancel };
  const texts = {
    pause: [t.pause, t.pauseTitle, t.pauseText],
    resume: [t.resume, t.resumeTitle, t.resumeText],
    keep: [t.keep, t.keepTitle, t.keepText],
    end: [t.end, t.endTitle, t.endText],
    cancel: [t.cancel, t.cancelTitle, t.cancelText],
  } as const;
  const run = (deed: Deed) =>
    deed === 'end' || deed === 'cancel'
      ? cancel.run({ id, atPeriodEnd: deed === 'end' })
      : actions[deed].run({ id });
  const deeds = deedsFor(subscription);
  // The question stays what it was while its answer changes what can be done.
  const [action, title, text] = texts[asking ?? 'cancel'];
  return (
    <>
      {deeds.map((deed) => (
        <Button
          key={deed}
          size="small"
          onClick={() => {
            actions[deed].clear();
            setAsking(deed);
          }}
        >
          {texts[deed][0]}
        </Button>
      ))}
      {asking && (
        <ConfirmDialog
          open
          onOpenChange={() => setAsking(undefined)}
          title={title}
          action={action}
          danger={asking === 'cancel'}
          busy={actions[asking].busy}
          onConfirm={async () => {
            const { problem } = await run(asking);
            if (problem) return;
            toast.good(t.done[asking]);
            setAsking(undefined);
            onDone();
          }}
        >
          <p>{text}</p>
          <ProblemText problem={actions[asking].problem} />
        </ConfirmDialog>
      )}
    </>
  );
}
