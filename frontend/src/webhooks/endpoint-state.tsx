'use client';
import { StateBadge } from '../ui/state-badge.tsx';
import type { WebhookEndpointFactsFragment } from './webhooks.generated.ts';
import { useWebhooksStrings } from './webhooks-strings.ts';

/** Whether an endpoint is told of events, and whether it takes them. */
export function EndpointState({ endpoint }: { readonly endpoint: WebhookEndpointFactsFragment }) {
  const t = useWebhooksStrings();
  const { status, disabledReason, failures } = endpoint;
  if (status === 'DISABLED') {
    return <StateBadge word={disabledReason === 'FAILING' ? t.switchedOff : t.disabled} />;
  }
  return <StateBadge word={failures > 0 ? t.failing : t.enabled} />;
}
