'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useAction, useKeyedAction } from '../graphql/use-action.ts';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { SelectField } from '../ui/field.tsx';
import { ProblemText } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { EndpointDialog } from './endpoint-dialog.tsx';
import { SecretDialog } from './secret-dialog.tsx';
import {
  DeleteWebhookEndpointDocument,
  RotateWebhookSecretDocument,
  SendTestWebhookDocument,
  UpdateWebhookEndpointDocument,
  type WebhookEndpointFactsFragment,
} from './webhooks.generated.ts';
import { useWebhooksStrings } from './webhooks-strings.ts';

const OVERLAPS_HOURS = [0, 1, 24, 72, 168];

/** What can be done with an endpoint: a test first of all. */
export function EndpointActions({
  endpoint: { id, status },
  endpoint,
  onChange,
  onSent,
}: {
  readonly endpoint: WebhookEndpointFactsFragment;
  readonly onChange: () => void;
  /** A test is on its way. */
  readonly onSent: () => void;
}) {
  const t = useWebhooksStrings();
  const toast = useToast();
  const router = useRouter();
  const { id: merchantId } = useMerchant();
  const [asked, setAsked] = useState<'edit' | 'rotate' | 'remove'>();
  const [hours, setHours] = useState(24);
  const [secret, setSecret] = useState<{ readonly text: string | null }>();
  const test = useKeyedAction(SendTestWebhookDocument);
  const update = useAction(UpdateWebhookEndpointDocument);
  const rotate = useKeyedAction(RotateWebhookSecretDocument);
  const remove = useAction(DeleteWebhookEndpointDocument);
  const close = () => setAsked(undefined);
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <Button
          look="primary"
          busy={test.busy}
          onClick={async () => {
            const { data } = await test.run({ endpointId: id });
            if (!data) return;
            toast.good(t.testSent);
            onSent();
          }}
        >
          {t.test}
        </Button>
        <Button onClick={() => setAsked('edit')}>{t.edit}</Button>
        <Button
          busy={update.busy}
          onClick={async () => {
            const { data } = await update.run({ input: { id, enabled: status === 'DISABLED' } });
            if (data) onChange();
          }}
        >
          {status === 'DISABLED' ? t.enable : t.disable}
        </Button>
        <Button onClick={() => setAsked('rotate')}>{t.rotate}</Button>
        <Button look="quiet" onClick={() => setAsked('remove')}>
          {t.remove}
        </Button>
      </div>
      <ProblemText problem={test.problem ?? update.problem} />
      {asked === 'edit' && (
        <EndpointDialog
          endpoint={endpoint}
          onClose={close}
          onDone={() => {
            close();
            toast.good(t.saved);
            onChange();
          }}
        />
      )}
      <ConfirmDialog
        open={asked === 'rotate'}
        onOpenChange={close}
        title={t.rotateTitle}
        action={t.rotate}
        busy={rotate.busy}
        onConfirm={async () => {
          const { data } = await rotate.run({ id, overlapHours: hours });
          if (!data) return;
          close();
          setSecret({ text: data.rotateWebhookSecret.secret });
          onChange();
        }}
      >
        <p>{t.rotateText}</p>
        <SelectField
          label={t.overlap}
          value={hours}
          onChange={(event) => setHours(Number(event.target.value))}
        >
          {OVERLAPS_HOURS.map((count) => (
            <option key={count} value={count}>
              {count === 0 ? t.atOnce : t.hours(count)}
            </option>
          ))}
        </SelectField>
        <ProblemText problem={rotate.problem} />
      </ConfirmDialog>
      <ConfirmDialog
        open={asked === 'remove'}
        onOpenChange={close}
        title={t.removeTitle}
        action={t.remove}
        danger
        busy={remove.busy}
        onConfirm={async () => {
          const { data } = await remove.run({ id });
          if (data) router.push(`/m/${merchantId}/webhooks`);
        }}
      >
        <p>{t.removeText}</p>
        <ProblemText problem={remove.problem} />
      </ConfirmDialog>
      {secret && <SecretDialog secret={secret.text} onClose={() => setSecret(undefined)} />}
    </>
  );
}
