'use client';
import { useState } from 'react';
import { useAction } from '../graphql/use-action.ts';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { ProblemText } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { useBillingWords } from '../words/billing-words.ts';
import { type PortalSubscriptionFragment, SetMyAutoPayDocument } from './portal.generated.ts';
import { usePortalStrings } from './portal-strings.ts';
import { usePortalViewer } from './portal-viewer.tsx';

/** Whether renewals are paid without asking. To allow that takes a wallet; to take it back does not. */
export function AutoPay({
  subscription: { id, autoPay, status },
  price,
  onDone,
}: {
  readonly subscription: PortalSubscriptionFragment;
  /** What a renewal costs, in words. */
  readonly price: string;
  readonly onDone: (changed: PortalSubscriptionFragment) => void;
}) {
  const t = usePortalStrings();
  const words = useBillingWords();
  const toast = useToast();
  const viewer = usePortalViewer();
  const set = useAction(SetMyAutoPayDocument);
  const [asking, setAsking] = useState(false);
  const write = async (rail: 'BALANCE' | null) => {
    const { data } = await set.run({ subscriptionId: id, rail });
    if (!data) return;
    setAsking(false);
    toast.good(rail === null ? t.autoPayStopped : t.autoPayAllowed);
    onDone(data.setAutoPay);
  };
  if (status === 'CANCELED' || status === 'EXPIRED') return null;
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 border-t border-line pt-4">
      <div>
        <p className="text-sm text-soft">{t.autoPay}</p>
        <p>{autoPay ? t.autoPayOn(words.rail[autoPay]) : t.autoPayOff}</p>
        {!autoPay && viewer === 'portal' && <p className="text-sm text-soft">{t.autoPayPortal}</p>}
      </div>
      {autoPay ? (
        <Button size="small" busy={set.busy} onClick={() => write(null)}>
          {t.autoPayStop}
        </Button>
      ) : (
        viewer === 'person' && (
          <Button size="small" onClick={() => setAsking(true)}>
            {t.autoPayAllow}
          </Button>
        )
      )}
      {!asking && <ProblemText problem={set.problem} />}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t.autoPayTitle}
        action={t.autoPayAllow}
        busy={set.busy}
        onConfirm={() => write('BALANCE')}
      >
        <p>{t.autoPayText(price)}</p>
        <ProblemText problem={set.problem} />
      </ConfirmDialog>
    </div>
  );
}
