'use client';
import { useState } from 'react';
import { customerName } from '../customers/customer-name.ts';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useFormats } from '../format/format-context.tsx';
import { useAction } from '../graphql/use-action.ts';
import { useSession } from '../session/session-context.tsx';
import { useSettings } from '../settings/settings-context.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { Notice } from '../ui/notice.tsx';
import { ProblemText } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { DeclineSaleDocument, type SaleToSignFragment } from './cosign.generated.ts';
import { useCosignStrings } from './cosign-strings.ts';
import { saleOrder } from './sale-order.ts';
import { SaleReview } from './sale-review.tsx';

/** A sale that waits for the merchant: to whom, until when, what is signed, and the way out. */
export function SaleCard({
  sale,
  onDone,
}: {
  readonly sale: SaleToSignFragment;
  readonly onDone: () => void;
}) {
  const t = useCosignStrings();
  const format = useFormats();
  const toast = useToast();
  const { network } = useSettings();
  const { session } = useSession();
  const { id: merchantId, may } = useMerchant();
  const decline = useAction(DeclineSaleDocument);
  const [declining, setDeclining] = useState(false);
  const { id: transactionId, plan, periods, subscription, signBefore } = sale;
  const order = saleOrder(sale, session?.address ?? '', network);
  const mayAct = may('ADMIN');
  return (
    <Card
      title={t.sale(periods ?? 0, plan?.name ?? '')}
      description={subscription && t.to(customerName(subscription.customer))}
      actions={
        mayAct && (
          <Button size="small" look="quiet" onClick={() => setDeclining(true)}>
            {t.decline}
          </Button>
        )
      }
      stack
    >
      {signBefore && <p className="text-sm text-soft">{t.until(format.dateTime(signBefore))}</p>}
      {order ? (
        <SaleReview
          transactionId={transactionId}
          order={order}
          mayAct={mayAct}
          onDone={() => {
            toast.good(t.signed);
            onDone();
          }}
        />
      ) : (
        <Notice tone="warn" title={t.broken} />
      )}
      <ConfirmDialog
        open={declining}
        onOpenChange={setDeclining}
        title={t.declineTitle}
        action={t.decline}
        danger
        busy={decline.busy}
        onConfirm={async () => {
          const { data } = await decline.run({ merchantId, transactionId });
          if (!data) return;
          setDeclining(false);
          toast.good(t.declined);
          onDone();
        }}
      >
        <p>{t.declineText}</p>
        <ProblemText problem={decline.problem} />
      </ConfirmDialog>
    </Card>
  );
}
