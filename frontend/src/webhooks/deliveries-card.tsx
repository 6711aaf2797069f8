'use client';
import { useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useFormats } from '../format/format-context.tsx';
import { useList } from '../graphql/use-list.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { SelectField } from '../ui/field.tsx';
import { ListCsvButton } from '../ui/list-csv-button.tsx';
import { ListView } from '../ui/list-view.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { EmptyState } from '../ui/states.tsx';
import { DeliveryDialog } from './delivery-dialog.tsx';
import { ReplayFailedDialog } from './replay-failed-dialog.tsx';
import {
  WebhookDeliveriesDocument,
  type WebhookDeliveryFactsFragment,
  type WebhookDeliveryStatus,
  WebhookEventTypesDocument,
} from './webhooks.generated.ts';
import { useWebhooksStrings } from './webhooks-strings.ts';

const STATUSES: readonly WebhookDeliveryStatus[] = ['PENDING', 'SUCCEEDED', 'FAILED', 'CANCELED'];
/** How often it is looked whether what is on its way has arrived. */
const LOOK_MS = 2_000;
const SOON_MS = 15_000;

/** Whether it is sent about now. */
function isDue({
  status,
  nextAttemptAt,
}: Pick<WebhookDeliveryFactsFragment, 'status' | 'nextAttemptAt'>): boolean {
  if (status !== 'PENDING') return false;
  return nextAttemptAt === null || Date.parse(nextAttemptAt) < Date.now() + SOON_MS;
}

/** What an endpoint was sent, newest first, and what it answered. */
export function DeliveriesCard({
  endpointId,
  sent,
}: {
  readonly endpointId: string;
  /** How much was sent from this page: with each more, it is looked again. */
  readonly sent: number;
}) {
  const t = useWebhooksStrings();
  const format = useFormats();
  const { id: merchantId } = useMerchant();
  const [status, setStatus] = useState<WebhookDeliveryStatus>();
  const [eventType, setEventType] = useState('');
  const [shown, setShown] = useState<string>();
  const [replaying, setReplaying] = useState(false);
  const [types] = useQuery({ query: WebhookEventTypesDocument });
  const list = useList(
    WebhookDeliveriesDocument,
    { merchantId, endpointId, status: status ?? null, eventType: eventType || null },
    ({ webhookDeliveries }) => webhookDeliveries,
  );
  const { rows, refetch } = list;
  const waiting = rows?.slice(0, 20).some((row) => isDue(row)) ?? false;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list makes its functions anew each time
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(refetch, LOOK_MS);
    return () => clearInterval(timer);
  }, [waiting]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was sent is news
  useEffect(() => {
    if (sent > 0) refetch();
  }, [sent]);
  const delivery = rows?.find(({ id }) => id === shown);
  const answerOf = (
    log: readonly { readonly responseStatus: number | null; readonly error: string | null }[],
  ) => {
    const last = log.at(-1);
    return last && (last.responseStatus === null ? (last.error ?? t.noAnswer) : String(last.responseStatus));
  };
  return (
    <Card
      title={t.deliveries}
      description={t.deliveriesLead}
      actions={
        <>
          <ListCsvButton
            list={list}
            filename="deliveries.csv"
            columns={[
              { title: t.event, value: (row) => row.eventType },
              { title: t.message, value: ({ messageId }) => messageId },
              { title: t.when, value: ({ createdAt }) => createdAt },
              { title: t.state, value: (row) => row.status },
              { title: t.attempts, value: ({ attempts }) => String(attempts) },
              { title: t.answer, value: ({ attemptLog }) => answerOf(attemptLog) ?? '' },
            ]}
          />
          <Button size="small" onClick={() => setReplaying(true)}>
            {t.replayAll}
          </Button>
        </>
      }
      stack
    >
      <div className="grid gap-3 sm:grid-cols-2 lg:max-w-xl">
        <SelectField
          label={t.filterStatus}
          value={status ?? ''}
          onChange={(event) => setStatus(STATUSES.find((each) => each === event.target.value))}
        >
          <option value="">{t.anyStatus}</option>
          {STATUSES.map((each) => (
            <option key={each} value={each}>
              {t.delivery[each].text}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t.filterType}
          value={eventType}
          onChange={(event) => setEventType(event.target.value)}
        >
          <option value="">{t.anyType}</option>
          {types.data?.webhookEventTypes.map((type) => (
            <option key={type}>{type}</option>
          ))}
        </SelectField>
      </div>
      <ListView
        list={list}
        caption={t.deliveries}
        rowKey={({ id }) => id}
        empty={<EmptyState title={t.noDeliveryTitle}>{t.noDeliveryText}</EmptyState>}
        columns={[
          {
            key: 'event',
            title: t.event,
            cell: (row) => <span className="font-mono text-sm">{row.eventType}</span>,
          },
          { key: 'when', title: t.when, cell: ({ createdAt }) => format.dateTime(createdAt) },
          { key: 'state', title: t.state, cell: (row) => <StateBadge word={t.delivery[row.status]} /> },
          {
            key: 'attempts',
            title: t.attempts,
            numeric: true,
            cell: ({ attempts }) => format.number(attempts),
          },
          { key: 'answer', title: t.answer, cell: ({ attemptLog }) => answerOf(attemptLog) },
          {
            key: 'show',
            title: t.details,
            cell: ({ id, eventType: type }) => (
              <Button
                size="small"
                look="quiet"
                aria-label={`${t.details} ${type}`}
                onClick={() => setShown(id)}
              >
                {t.details}
              </Button>
            ),
          },
        ]}
      />
      {delivery && (
        <DeliveryDialog delivery={delivery} onClose={() => setShown(undefined)} onReplayed={refetch} />
      )}
      {replaying && (
        <ReplayFailedDialog endpointId={endpointId} onClose={() => setReplaying(false)} onDone={refetch} />
      )}
    </Card>
  );
}
