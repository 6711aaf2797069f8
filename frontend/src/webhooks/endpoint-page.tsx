'use client';
import { useParams } from 'next/navigation';
import { useState } from 'react';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useFormats } from '../format/format-context.tsx';
import { useList } from '../graphql/use-list.ts';
import { Card } from '../ui/card.tsx';
import { KeyValues } from '../ui/key-values.tsx';
import { Notice } from '../ui/notice.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { ProblemNotice, SkeletonRows } from '../ui/states.tsx';
import { DeliveriesCard } from './deliveries-card.tsx';
import { EndpointActions } from './endpoint-actions.tsx';
import { EndpointState } from './endpoint-state.tsx';
import { WebhookEndpointsDocument } from './webhooks.generated.ts';
import { useWebhooksStrings } from './webhooks-strings.ts';

/** One endpoint: how it is, what can be done with it, and what it was sent. */
export function EndpointPage() {
  const t = useWebhooksStrings();
  const format = useFormats();
  const { id: merchantId, may } = useMerchant();
  const { endpointId } = useParams<{ endpointId: string }>();
  const list = useList(WebhookEndpointsDocument, { merchantId }, ({ webhookEndpoints }) => webhookEndpoints);
  const [sent, setSent] = useState(0);
  const endpoint = list.rows?.find(({ id }) => id === endpointId);
  const back = { href: `/m/${merchantId}/webhooks`, label: t.back };
  if (!may('DEVELOPER')) {
    return (
      <>
        <PageHeader title={t.title} back={back} />
        <Notice title={t.noRight} />
      </>
    );
  }
  if (endpoint === undefined) {
    return (
      <>
        <PageHeader title={t.title} back={back} />
        {list.error && <ProblemNotice error={list.error} onRetry={list.refetch} />}
        {list.rows ? <Notice title={t.unknown} /> : !list.error && <SkeletonRows rows={8} />}
      </>
    );
  }
  const { url, description, eventTypes, failures, failingSince, previousSecretExpiresAt } = endpoint;
  return (
    <>
      <PageHeader
        title={url}
        description={description}
        back={back}
        actions={<EndpointState endpoint={endpoint} />}
      />
      <div className="flex flex-col gap-5">
        {endpoint.disabledReason === 'FAILING' && <Notice tone="bad" title={t.switchedOffText} />}
        {failures > 0 && failingSince !== null && endpoint.status === 'ENABLED' && (
          <Notice tone="warn" title={t.failingSince(failures, format.dateTime(failingSince))} />
        )}
        <Card stack>
          <KeyValues
            items={[
              [t.events, eventTypes.includes('*') ? t.all : eventTypes.join(', ')],
              [t.created, format.dateTime(endpoint.createdAt)],
            ]}
          />
          {previousSecretExpiresAt !== null && Date.parse(previousSecretExpiresAt) > Date.now() && (
            <p className="text-sm text-soft">{t.oldUntil(format.dateTime(previousSecretExpiresAt))}</p>
          )}
          <EndpointActions
            endpoint={endpoint}
            onChange={list.refetch}
            onSent={() => setSent((count) => count + 1)}
          />
        </Card>
        <DeliveriesCard endpointId={endpoint.id} sent={sent} />
      </div>
    </>
  );
}
