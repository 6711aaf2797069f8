'use client';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useFormats } from '../format/format-context.tsx';
import { useAction } from '../graphql/use-action.ts';
import { Button } from '../ui/button.tsx';
import { Shortened } from '../ui/copy-button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { KeyValues } from '../ui/key-values.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { ProblemText } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { ReplayWebhookDeliveryDocument, type WebhookDeliveryFactsFragment } from './webhooks.generated.ts';
import { useWebhooksStrings } from './webhooks-strings.ts';

type Attempt = WebhookDeliveryFactsFragment['attemptLog'][number];

/** One delivery: what was sent, byte for byte, and every answer. */
export function DeliveryDialog({
  delivery: { id, eventType, messageId, status, payload, attemptLog, nextAttemptAt },
  onClose,
  onReplayed,
}: {
  readonly delivery: WebhookDeliveryFactsFragment;
  readonly onClose: () => void;
  readonly onReplayed: () => void;
}) {
  const t = useWebhooksStrings();
  const format = useFormats();
  const toast = useToast();
  const { id: merchantId } = useMerchant();
  const replay = useAction(ReplayWebhookDeliveryDocument);
  return (
    <Dialog open onOpenChange={onClose} title={t.deliveryTitle}>
      <KeyValues
        items={[
          [t.event, eventType],
          [t.state, <StateBadge key="state" word={t.delivery[status]} />],
          [t.message, <Shortened key="id" text={messageId} ends={12} />],
          nextAttemptAt !== null &&
            status === 'PENDING' && [t.when, t.nextAttempt(format.dateTime(nextAttemptAt))],
        ]}
      />
      <Text title={t.body} text={readable(payload)} />
      {attemptLog.length === 0 && <p className="text-soft">{t.noAttempt}</p>}
      {attemptLog.toReversed().map((attempt) => (
        <AttemptView key={attempt.number} attempt={attempt} />
      ))}
      <ProblemText problem={replay.problem} />
      {status !== 'PENDING' && (
        <div className="flex justify-end">
          <Button
            look="primary"
            busy={replay.busy}
            onClick={async () => {
              const { data } = await replay.run({ merchantId, id });
              if (!data) return;
              toast.good(t.replayed);
              onReplayed();
            }}
          >
            {t.replay}
          </Button>
        </div>
      )}
    </Dialog>
  );
}

function AttemptView({ attempt }: { readonly attempt: Attempt }) {
  const t = useWebhooksStrings();
  const format = useFormats();
  const { number, at, durationMs, error, responseStatus, responseBody, requestHeaders, responseHeaders } =
    attempt;
  const headers = (list: Attempt['requestHeaders']) =>
    list.map(({ name, value }) => `${name}: ${value}`).join('\n');
  return (
    <section aria-label={t.attempt(number)} className="flex flex-col gap-2 border-t border-line pt-3">
      <p className="flex flex-wrap justify-between gap-2">
        <span className="font-medium">
          {t.attempt(number)}: {responseStatus ?? error ?? t.noAnswer}
        </span>
        <span className="text-sm text-soft">
          {format.dateTime(at)}, {t.took(format.number(durationMs))}
        </span>
      </p>
      <Text title={t.request} text={headers(requestHeaders)} />
      {responseHeaders && <Text title={t.responseHeaders} text={headers(responseHeaders)} />}
      {responseStatus !== null && <Text title={t.response} text={responseBody || t.emptyBody} />}
    </section>
  );
}

function Text({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <details className="rounded-control bg-raised">
      <summary className="min-h-10 cursor-pointer px-3 py-2 text-sm font-medium">{title}</summary>
      <pre className="px-3 pb-3 font-mono text-xs break-all whitespace-pre-wrap">{text}</pre>
    </details>
  );
}

/** JSON with room to read it; anything else as it is. */
function readable(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2);
  } catch {
    return payload;
  }
}
