'use client';
import { useState } from 'react';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useAction, useKeyedAction } from '../graphql/use-action.ts';
import { useFieldErrors } from '../graphql/use-field-errors.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { ProblemText } from '../ui/states.tsx';
import { EventFields } from './event-fields.tsx';
import {
  CreateWebhookEndpointDocument,
  UpdateWebhookEndpointDocument,
  type WebhookEndpointFactsFragment,
} from './webhooks.generated.ts';
import { useWebhooksStrings } from './webhooks-strings.ts';

/** Where events are sent and which: of a new endpoint, or one that is there. */
export function EndpointDialog({
  endpoint,
  onClose,
  onDone,
}: {
  readonly endpoint?: WebhookEndpointFactsFragment;
  readonly onClose: () => void;
  /** With the secret of a new endpoint; null where it was shown before. */
  readonly onDone: (secret?: string | null) => void;
}) {
  const t = useWebhooksStrings();
  const { id: merchantId } = useMerchant();
  const create = useKeyedAction(CreateWebhookEndpointDocument);
  const update = useAction(UpdateWebhookEndpointDocument);
  const [url, setUrl] = useState(endpoint?.url ?? '');
  const [description, setDescription] = useState(endpoint?.description ?? '');
  const [eventTypes, setEventTypes] = useState<readonly string[]>(endpoint?.eventTypes ?? ['*']);
  const problem = create.problem ?? update.problem;
  const urlError = useFieldErrors(problem)('url');
  return (
    <Dialog open onOpenChange={onClose} title={endpoint ? t.edit : t.add}>
      <form
        className="flex flex-col gap-4"
        onSubmit={async (event) => {
          event.preventDefault();
          const facts = { url, description: description.trim() || null, eventTypes: [...eventTypes] };
          if (endpoint) {
            const { data } = await update.run({ input: { id: endpoint.id, ...facts } });
            if (data) onDone();
            return;
          }
          const { data } = await create.run({ merchantId, ...facts });
          if (data) onDone(data.createWebhookEndpoint.secret);
        }}
      >
        <TextField
          label={t.url}
          hint={t.urlHint}
          error={urlError}
          type="url"
          required
          maxLength={2_000}
          value={url}
          onChange={(event) => setUrl(event.target.value)}
        />
        <TextField
          label={t.description}
          optional
          maxLength={200}
          value={description}
          onChange={(event) => setDescription(event.target.value)}
        />
        <EventFields value={eventTypes} onChange={setEventTypes} />
        {eventTypes.length === 0 && <Notice tone="warn" title={t.oneEvent} />}
        {urlError === undefined && <ProblemText problem={problem} />}
        <div className="flex justify-end">
          <Button
            type="submit"
            look="primary"
            busy={create.busy || update.busy}
            disabled={eventTypes.length === 0}
          >
            {endpoint ? t.save : t.add}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
