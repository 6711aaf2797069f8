'use client';
import { useState } from 'react';
import { useAction } from '../graphql/use-action.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { ProblemText } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { ReplayFailedWebhookDeliveriesDocument } from './webhooks.generated.ts';
import { useWebhooksStrings } from './webhooks-strings.ts';

const WEEK_MS = 604_800_000;

/** Sends everything again that an endpoint did not take since a day. */
export function ReplayFailedDialog({
  endpointId,
  onClose,
  onDone,
}: {
  readonly endpointId: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const t = useWebhooksStrings();
  const toast = useToast();
  const replay = useAction(ReplayFailedWebhookDeliveriesDocument);
  const [since, setSince] = useState(() => new Date(Date.now() - WEEK_MS).toISOString().slice(0, 10));
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t.replayAllTitle}
      action={t.replayAll}
      busy={replay.busy}
      onConfirm={async () => {
        if (since === '') return;
        const { data } = await replay.run({
          endpointId,
          since: new Date(`${since}T00:00:00Z`).toISOString(),
        });
        if (!data) return;
        const count = data.replayFailedWebhookDeliveries;
        toast.good(count === 0 ? t.replayNone : t.replayedAll(count));
        onClose();
        onDone();
      }}
    >
      <p>{t.replayAllText}</p>
      <TextField
        label={t.since}
        type="date"
        required
        value={since}
        onChange={(event) => setSince(event.target.value)}
      />
      <ProblemText problem={replay.problem} />
    </ConfirmDialog>
  );
}
