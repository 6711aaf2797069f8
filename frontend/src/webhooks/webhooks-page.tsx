'use client';
import { useState } from 'react';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useFormats } from '../format/format-context.tsx';
import { useList } from '../graphql/use-list.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ListCsvButton } from '../ui/list-csv-button.tsx';
import { ListView } from '../ui/list-view.tsx';
import { Notice } from '../ui/notice.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { EmptyState } from '../ui/states.tsx';
import { EndpointDialog } from './endpoint-dialog.tsx';
import { EndpointState } from './endpoint-state.tsx';
import { SecretDialog } from './secret-dialog.tsx';
import { WebhookEndpointsDocument } from './webhooks.generated.ts';
import { useWebhooksStrings } from './webhooks-strings.ts';

/** The servers that a merchant has told of events. */
export function WebhooksPage() {
  const t = useWebhooksStrings();
  const { may } = useMerchant();
  return may('DEVELOPER') ? (
    <Endpoints />
  ) : (
    <>
      <PageHeader title={t.title} description={t.lead} />
      <Notice title={t.noRight} />
    </>
  );
}

function Endpoints() {
  const t = useWebhooksStrings();
  const format = useFormats();
  const { id: merchantId } = useMerchant();
  const list = useList(WebhookEndpointsDocument, { merchantId }, ({ webhookEndpoints }) => webhookEndpoints);
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<{ readonly text: string | null }>();
  const add = (
    <Button look="primary" onClick={() => setAdding(true)}>
      {t.add}
    </Button>
  );
  const eventsOf = (types: readonly string[]) => (types.includes('*') ? t.all : t.some(types.length));
  return (
    <>
      <PageHeader
        title={t.title}
        description={t.lead}
        actions={
          <>
            <ListCsvButton
              list={list}
              filename="webhooks.csv"
              columns={[
                { title: t.url, value: ({ url }) => url },
                { title: t.description, value: ({ description }) => description ?? '' },
                { title: t.events, value: ({ eventTypes }) => eventTypes.join(' ') },
                { title: t.state, value: ({ status }) => status },
                { title: t.created, value: ({ createdAt }) => createdAt },
              ]}
            />
            {add}
          </>
        }
      />
      <Card>
        <ListView
          list={list}
          caption={t.title}
          rowKey={({ id }) => id}
          href={({ id }) => `/m/${merchantId}/webhooks/${id}`}
          empty={
            <EmptyState title={t.emptyTitle} action={add}>
              {t.emptyText}
            </EmptyState>
          }
          columns={[
            { key: 'url', title: t.url, cell: ({ url }) => url },
            { key: 'description', title: t.description, cell: ({ description }) => description },
            { key: 'events', title: t.events, cell: ({ eventTypes }) => eventsOf(eventTypes) },
            { key: 'state', title: t.state, cell: (endpoint) => <EndpointState endpoint={endpoint} /> },
            { key: 'created', title: t.created, cell: ({ createdAt }) => format.date(createdAt) },
          ]}
        />
      </Card>
      {adding && (
        <EndpointDialog
          onClose={() => setAdding(false)}
          onDone={(made) => {
            setAdding(false);
            if (made !== undefined) setSecret({ text: made });
            list.refetch();
          }}
        />
      )}
      {secret && <SecretDialog secret={secret.text} onClose={() => setSecret(undefined)} />}
    </>
  );
}
