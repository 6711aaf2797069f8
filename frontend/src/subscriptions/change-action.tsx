'use client';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useToast } from '../ui/toast.tsx';
import {
  MerchantChangeSubscriptionDocument,
  type SubscriptionFactsFragment,
} from './subscriptions.generated.ts';
import { useSubscriptionsStrings } from './subscriptions-strings.ts';

const ChangeDialog = dynamic(() =>
  import('../portal/change-dialog.tsx').then((module) => module.ChangeDialog<SubscriptionFactsFragment>),
);

/** Another price or quantity on behalf of the subscriber, as they would see it counted; they pay what it costs more. */
export function ChangeAction({
  subscription,
  onDone,
}: {
  readonly subscription: SubscriptionFactsFragment;
  readonly onDone: () => void;
}) {
  const t = useSubscriptionsStrings();
  const toast = useToast();
  const { id: merchantId } = useMerchant();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button size="small" onClick={() => setAsking(true)}>
        {t.changeIt}
      </Button>
      {asking && (
        <ChangeDialog
          subscription={subscription}
          document={MerchantChangeSubscriptionDocument}
          notice={
            subscription.autoPay !== null && (
              <Notice tone="warn" title={t.changeAutoPayTitle}>
                {t.changeAutoPayText}
              </Notice>
            )
          }
          askedFor={{
            confirm: t.changeAsk,
            title: t.changeAskedTitle,
            text: t.changeAskedText,
            action: (invoiceId) => (
              <LinkButton look="primary" href={`/m/${merchantId}/invoices/${invoiceId}`}>
                {t.changeInvoice}
              </LinkButton>
            ),
          }}
          onClose={() => setAsking(false)}
          onChanged={onDone}
          onDone={(text) => {
            setAsking(false);
            toast.good(text);
          }}
        />
      )}
    </>
  );
}
