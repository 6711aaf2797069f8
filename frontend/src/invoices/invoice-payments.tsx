'use client';
import { useState } from 'react';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { usePaymentColumns } from '../payments/payment-columns.tsx';
import type { PaymentFactsFragment } from '../payments/payments.generated.ts';
import { useRefundColumns } from '../refunds/refund-columns.tsx';
import { RefundDialog } from '../refunds/refund-dialog.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import type { InvoiceFactsFragment } from './invoices.generated.ts';
import { useInvoicesStrings } from './invoices-strings.ts';

/** What came for an invoice, with its confirmations, and what goes back of it. */
export function InvoicePayments({
  invoice: { payments, refunds, currency },
  onDone,
}: {
  readonly invoice: InvoiceFactsFragment;
  readonly onDone: () => void;
}) {
  const t = useInvoicesStrings();
  const { may } = useMerchant();
  const columns = usePaymentColumns({ customer: false });
  const refundColumns = useRefundColumns(onDone);
  const [refunding, setRefunding] = useState<string>();
  const actions: Column<PaymentFactsFragment> = {
    key: 'actions',
    title: t.actions,
    cell: ({ id, status }) =>
      status === 'SETTLED' && (
        <span className="flex justify-end whitespace-nowrap">
          <Button size="small" look="quiet" onClick={() => setRefunding(id)}>
            {t.refund}
          </Button>
        </span>
      ),
  };
  return (
    <>
      <Card title={t.payments}>
        {payments.length === 0 ? (
          <p className="text-soft">{t.noPayments}</p>
        ) : (
          <DataTable
            caption={t.payments}
            rows={payments}
            rowKey={({ id }) => id}
            columns={may('ADMIN') ? [...columns, actions] : columns}
          />
        )}
      </Card>
      {refunds.length > 0 && (
        <Card title={t.refunds}>
          <DataTable caption={t.refunds} rows={refunds} rowKey={({ id }) => id} columns={refundColumns} />
        </Card>
      )}
      {refunding && (
        <RefundDialog
          paymentId={refunding}
          currency={currency}
          onClose={() => setRefunding(undefined)}
          onDone={() => {
            setRefunding(undefined);
            onDone();
          }}
        />
      )}
    </>
  );
}
