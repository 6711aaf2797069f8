'use client';
import { useState } from 'react';
import { useFormats } from '../format/format-context.tsx';
import { useAction } from '../graphql/use-action.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { ProblemText } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { CancelDialog } from './cancel-dialog.tsx';
import { ChangeDialog } from './change-dialog.tsx';
import {
  ChangeMySubscriptionDocument,
  KeepMySubscriptionDocument,
  PauseMySubscriptionDocument,
  type PortalSubscriptionFragment,
  ResumeMySubscriptionDocument,
} from './portal.generated.ts';
import { usePortalStrings } from './portal-strings.ts';
import { usePortalViewer } from './portal-viewer.tsx';
import { RenewDialog } from './renew-dialog.tsx';

type Asked = 'change' | 'pause' | 'cancel' | 'renew';

/** What its holder can do with a subscription as it is. */
export function SubscriptionActions({
  subscription,
  busySigning,
  onDone,
}: {
  readonly subscription: PortalSubscriptionFragment;
  /** Whether a payment of it waits to be signed or confirmed. */
  readonly busySigning: boolean;
  readonly onDone: (changed?: PortalSubscriptionFragment) => void;
}) {
  const t = usePortalStrings();
  const format = useFormats();
  const toast = useToast();
  const viewer = usePortalViewer();
  const [asked, setAsked] = useState<Asked>();
  const pause = useAction(PauseMySubscriptionDocument);
  const resume = useAction(ResumeMySubscriptionDocument);
  const keep = useAction(KeepMySubscriptionDocument);
  const { id: subscriptionId, status, price, cancelAtPeriodEnd } = subscription;
  const over = status === 'CANCELED' || status === 'EXPIRED';
  const granting = status === 'ACTIVE' || status === 'TRIALING';
  const close = () => setAsked(undefined);
  const tell = (text: string, changed?: PortalSubscriptionFragment) => {
    close();
    toast.good(text);
    onDone(changed);
  };
  return (
    <div className="flex flex-col gap-3 border-t border-line pt-4">
      <div className="flex flex-wrap gap-2">
        {!price.onChain && granting && <Button onClick={() => setAsked('change')}>{t.change}</Button>}
        {price.onChain && !over && viewer === 'person' && (
          <Button look="primary" disabled={busySigning} onClick={() => setAsked('renew')}>
            {t.renew}
          </Button>
        )}
        {status === 'ACTIVE' && <Button onClick={() => setAsked('pause')}>{t.pause}</Button>}
        {status === 'PAUSED' && (
          <Button
            look="primary"
            busy={resume.busy}
            onClick={async () => {
              const { data } = await resume.run({ subscriptionId });
              if (data) tell(t.resumed, data.resumeSubscription);
            }}
          >
            {t.resume}
          </Button>
        )}
        {cancelAtPeriodEnd && !over && (
          <Button
            look="primary"
            busy={keep.busy}
            onClick={async () => {
              const { data } = await keep.run({ subscriptionId });
              if (data) tell(t.kept, data.keepSubscription);
            }}
          >
            {t.keep}
          </Button>
        )}
        {!over && (
          <Button look="quiet" onClick={() => setAsked('cancel')}>
            {t.cancel}
          </Button>
        )}
      </div>
      {price.onChain && !over && viewer === 'portal' && (
        <p className="flex flex-wrap items-center gap-3 text-sm text-soft">
          {t.renewPortal}
          <LinkButton size="small" prefetch={false} href="/sign-in?next=%2Fsubscriptions">
            {t.withWallet}
          </LinkButton>
        </p>
      )}
      <ProblemText problem={resume.problem ?? keep.problem} />
      <ConfirmDialog
        open={asked === 'pause'}
        onOpenChange={close}
        title={t.pauseTitle}
        action={t.pause}
        busy={pause.busy}
        onConfirm={async () => {
          const { data } = await pause.run({ subscriptionId });
          if (data) tell(t.paused, data.pauseSubscription);
        }}
      >
        <p>{t.pauseText}</p>
        <ProblemText problem={pause.problem} />
      </ConfirmDialog>
      {asked === 'cancel' && (
        <CancelDialog
          subscription={subscription}
          onClose={close}
          onDone={(changed) =>
            tell(
              changed.cancelAtPeriodEnd && changed.paidThrough
                ? t.cancelsLater(format.date(changed.paidThrough))
                : t.canceled,
              changed,
            )
          }
        />
      )}
      {asked === 'change' && (
        <ChangeDialog
          document={ChangeMySubscriptionDocument}
          subscription={subscription}
          onClose={close}
          onChanged={(changed) => onDone(changed)}
          onDone={(text) => tell(text)}
        />
      )}
      {asked === 'renew' && (
        <RenewDialog
          subscription={subscription}
          onClose={close}
          onDone={(changed) => {
            close();
            onDone(changed);
          }}
        />
      )}
    </div>
  );
}
