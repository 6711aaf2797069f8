'use client';
import { useState } from 'react';
import { useFormats } from '../format/format-context.tsx';
import { useAction } from '../graphql/use-action.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ProblemText } from '../ui/states.tsx';
import { Choice } from './choice.tsx';
import { CancelMySubscriptionDocument, type PortalSubscriptionFragment } from './portal.generated.ts';
import { usePortalStrings } from './portal-strings.ts';

/** Ends a subscription, by default where its paid time ends, which costs nothing. */
export function CancelDialog({
  subscription: { id: subscriptionId, status, paidThrough, trialEndsAt, cancelAtPeriodEnd },
  onClose,
  onDone,
}: {
  readonly subscription: PortalSubscriptionFragment;
  readonly onClose: () => void;
  readonly onDone: (changed: PortalSubscriptionFragment) => void;
}) {
  const t = usePortalStrings();
  const format = useFormats();
  const cancel = useAction(CancelMySubscriptionDocument);
  const end = status === 'TRIALING' ? (trialEndsAt ?? paidThrough) : paidThrough;
  const canWait = (status === 'ACTIVE' || status === 'TRIALING') && end !== null && !cancelAtPeriodEnd;
  const [atPeriodEnd, setAtPeriodEnd] = useState(canWait);
  return (
    <Dialog open onOpenChange={onClose} title={t.cancelTitle}>
      <fieldset className="flex flex-col gap-2">
        <legend className="sr-only">{t.when}</legend>
        {canWait && end !== null && (
          <Choice
            name="cancel"
            checked={atPeriodEnd}
            onChoose={() => setAtPeriodEnd(true)}
            title={t.cancelEnd(format.date(end))}
            text={t.cancelEndHint}
          />
        )}
        <Choice
          name="cancel"
          checked={!atPeriodEnd}
          onChoose={() => setAtPeriodEnd(false)}
          title={t.cancelNow}
          text={t.cancelNowHint}
        />
      </fieldset>
      <ProblemText problem={cancel.problem} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t.goBack}</Button>
        <Button
          look="danger"
          busy={cancel.busy}
          onClick={async () => {
            const { data } = await cancel.run({ subscriptionId, atPeriodEnd });
            if (data) onDone(data.cancelSubscription);
          }}
        >
          {t.cancelDo}
        </Button>
      </div>
    </Dialog>
  );
}
