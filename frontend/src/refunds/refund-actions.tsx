'use client';
import { useState } from 'react';
import { useFormats } from '../format/format-context.tsx';
import { useAction } from '../graphql/use-action.ts';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { TextField } from '../ui/field.tsx';
import { ProblemText } from '../ui/states.tsx';
import { CancelRefundDocument, type RefundFactsFragment, SendRefundDocument } from './refunds.generated.ts';
import { useRefundsStrings } from './refunds-strings.ts';

/** What can be done with a refund that waits to be sent. */
export function RefundActions({
  refund,
  onDone,
}: {
  readonly refund: RefundFactsFragment;
  readonly onDone: () => void;
}) {
  const t = useRefundsStrings();
  const format = useFormats();
  const send = useAction(SendRefundDocument);
  const cancel = useAction(CancelRefundDocument);
  const [asking, setAsking] = useState<'send' | 'cancel'>();
  const [reference, setReference] = useState('');
  const { id: refundId, destination } = refund;
  const close = () => setAsking(undefined);
  return (
    <span className="flex flex-wrap justify-end gap-1 whitespace-nowrap">
      <Button size="small" onClick={() => setAsking('send')}>
        {t.send}
      </Button>
      <Button size="small" look="quiet" onClick={() => setAsking('cancel')}>
        {t.cancel}
      </Button>
      <ConfirmDialog
        open={asking === 'send'}
        onOpenChange={close}
        title={t.sendTitle}
        action={t.send}
        busy={send.busy}
        onConfirm={async () => {
          const { data } = await send.run({ refundId, reference: reference.trim() || null });
          if (!data) return;
          close();
          onDone();
        }}
      >
        <p>{t.sendText(format.money(refund.amount, refund.currency))}</p>
        {destination && (
          <p className="flex flex-wrap items-center gap-2">
            <span className="font-mono text-sm wrap-anywhere">{destination}</span>
            <CopyButton text={destination} />
          </p>
        )}
        <TextField
          label={t.referenceLabel}
          optional
          maxLength={200}
          value={reference}
          onChange={(event) => setReference(event.target.value)}
        />
        <ProblemText problem={send.problem} />
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === 'cancel'}
        onOpenChange={close}
        title={t.cancelTitle}
        action={t.cancel}
        busy={cancel.busy}
        onConfirm={async () => {
          const { data } = await cancel.run({ refundId });
          if (!data) return;
          close();
          onDone();
        }}
      >
        <p>{t.cancelText}</p>
        <ProblemText problem={cancel.problem} />
      </ConfirmDialog>
    </span>
  );
}
