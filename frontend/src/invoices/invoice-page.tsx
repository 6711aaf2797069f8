'use client';
import { useParams } from 'next/navigation';
import { useEffect, useState } from 'react';
import { useQuery, useSubscription } from 'urql';
import { customerName } from '../customers/customer-name.ts';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { DownloadButton } from '../ui/download-button.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { useRefresh } from '../ui/use-refresh.ts';
import { CreditNotes } from './credit-notes.tsx';
import { InvoiceAbout } from './invoice-about.tsx';
import { InvoiceActions } from './invoice-actions.tsx';
import { InvoiceEditor } from './invoice-editor.tsx';
import { InvoiceLines } from './invoice-lines.tsx';
import { InvoicePayCard } from './invoice-pay-card.tsx';
import { InvoicePayments } from './invoice-payments.tsx';
import { InvoiceState } from './invoice-state.tsx';
import {
  type InvoiceFactsFragment,
  MerchantInvoiceDocument,
  MerchantInvoiceUpdatesDocument,
} from './invoices.generated.ts';
import { useInvoicesStrings } from './invoices-strings.ts';

/** One invoice, live: asked for again with every change of it, and now and then while a payment deepens. */
export function InvoicePage() {
  const { invoiceId: id } = useParams<{ invoiceId: string }>();
  const [result, refetch] = useQuery({ query: MerchantInvoiceDocument, variables: { id } });
  const again = () => refetch({ requestPolicy: 'network-only' });
  const invoice = result.data?.invoice;
  const isDraft = invoice?.status === 'DRAFT';
  const [live] = useSubscription({
    query: MerchantInvoiceUpdatesDocument,
    variables: { id },
    pause: invoice === undefined || isDraft,
  });
  const news = live.data;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each news is one reason to ask again
  useEffect(() => {
    if (news) again();
  }, [news]);
  useRefresh(again);
  return (
    <Loaded result={{ data: invoice, error: invoice ? undefined : result.error }} onRetry={refetch}>
      {(data) => <InvoiceView invoice={data} onDone={again} />}
    </Loaded>
  );
}

function InvoiceView({
  invoice,
  onDone,
}: {
  readonly invoice: InvoiceFactsFragment;
  readonly onDone: () => void;
}) {
  const t = useInvoicesStrings();
  const { id: merchantId, may } = useMerchant();
  const [editing, setEditing] = useState(false);
  const { id, number, customer, status, currency, creditNotes } = invoice;
  const file = number ?? 'draft';
  return (
    <>
      <PageHeader
        title={t.name(number)}
        description={customerName(customer)}
        back={{ href: `/m/${merchantId}/invoices`, label: t.back }}
        actions={
          <>
            <span className="self-center">
              <InvoiceState invoice={invoice} />
            </span>
            {status !== 'DRAFT' && (
              <DownloadButton
                path={`/api/invoices/${id}.pdf`}
                filename={`invoice-${file}.pdf`}
                label={t.pdf}
              />
            )}
            {status === 'PAID' && (
              <DownloadButton
                path={`/api/invoices/${id}/receipt.pdf`}
                filename={`receipt-${file}.pdf`}
                label={t.receipt}
              />
            )}
            {may('ADMIN') && (
              <InvoiceActions invoice={invoice} onEdit={() => setEditing(true)} onDone={onDone} />
            )}
          </>
        }
      />
      {editing && status === 'DRAFT' ? (
        <InvoiceEditor invoice={invoice} onClose={() => setEditing(false)} />
      ) : (
        <div className="grid items-start gap-5 xl:grid-cols-[1fr_22rem]">
          <div className="flex min-w-0 flex-col gap-5">
            <InvoiceLines invoice={invoice} />
            {status !== 'DRAFT' && <InvoicePayments invoice={invoice} onDone={onDone} />}
            <CreditNotes notes={creditNotes} currency={currency} />
          </div>
          <div className="flex flex-col gap-5">
            {status === 'OPEN' && <InvoicePayCard invoice={invoice} />}
            <InvoiceAbout invoice={invoice} />
          </div>
        </div>
      )}
    </>
  );
}
