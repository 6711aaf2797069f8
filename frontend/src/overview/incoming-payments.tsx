'use client';
import { useEffect } from 'react';
import { useQuery } from 'urql';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useFormats } from '../format/format-context.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { EmptyState } from '../ui/states.tsx';
import { useBillingWords } from '../words/billing-words.ts';
import { IncomingPaymentsDocument } from './overview.generated.ts';
import { useOverviewStrings } from './overview-strings.ts';

/** Payments come over many rails at once: they are asked for again while somebody looks. */
const REFRESH_MS = 10_000;

/** The newest payments, with their confirmations. */
export function IncomingPayments() {
  const t = useOverviewStrings();
  const words = useBillingWords();
  const format = useFormats();
  const { id: merchantId, now } = useMerchant();
  const [result, refetch] = useQuery({ query: IncomingPaymentsDocument, variables: { merchantId } });
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') refetch({ requestPolicy: 'network-only' });
    }, REFRESH_MS);
    return () => clearInterval(timer);
  }, [refetch]);
  return (
    <Card
      title={t.incoming}
      actions={
        <LinkButton size="small" href={`/m/${merchantId}/payments`}>
          {t.allPayments}
        </LinkButton>
      }
    >
      <Loaded result={result} onRetry={refetch}>
        {({ payments }) =>
          payments.nodes.length === 0 ? (
            <EmptyState title={t.noPaymentsTitle}>{t.noPaymentsText}</EmptyState>
          ) : (
            <DataTable
              caption={t.incoming}
              rows={payments.nodes}
              rowKey={({ id }) => id}
              href={({ invoiceId }) => `/m/${merchantId}/invoices/${invoiceId}`}
              columns={[
                {
                  key: 'customer',
                  title: t.customer,
                  cell: ({ invoice: { customer } }) => customer.name ?? `${customer.address.slice(0, 14)}…`,
                },
                { key: 'rail', title: t.rail, cell: ({ rail }) => words.rail[rail] },
                {
                  key: 'status',
                  title: t.status,
                  cell: ({ status, chain }) => (
                    <span className="inline-flex items-center gap-2">
                      <StateBadge word={words.payment[status]} />
                      {chain && status !== 'SETTLED' && (
                        <span className="text-sm text-soft">
                          {t.confirmations(chain.confirmations, chain.confirmationsNeeded)}
                        </span>
                      )}
                    </span>
                  ),
                },
                { key: 'when', title: t.when, cell: ({ createdAt }) => format.relative(createdAt, now()) },
                {
                  key: 'amount',
                  title: t.amount,
                  numeric: true,
                  cell: ({ amount, currency }) => format.money(amount, currency),
                },
              ]}
            />
          )
        }
      </Loaded>
    </Card>
  );
}
