'use client';
import { useState } from 'react';
import { useQuery } from 'urql';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useFormats } from '../format/format-context.tsx';
import { toDecimal } from '../format/money.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { RowsCsvButton } from '../ui/rows-csv-button.tsx';
import { EmptyState } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { MerchantBalancesDocument, type MerchantBalancesQuery } from './merchant-balances.generated.ts';
import { useMerchantBalancesStrings } from './merchant-balances-strings.ts';
import { TakeOutDialog } from './take-out-dialog.tsx';

type Balance = MerchantBalancesQuery['merchantBalances'][number];

/** What the merchant has here, and the way out for its owner. */
export function MerchantBalancesPage() {
  const t = useMerchantBalancesStrings();
  const format = useFormats();
  const toast = useToast();
  const { id: merchantId, may } = useMerchant();
  const [result, refetch] = useQuery({ query: MerchantBalancesDocument, variables: { merchantId } });
  const [taking, setTaking] = useState<Balance>();
  return (
    <>
      <PageHeader
        title={t.title}
        description={t.lead}
        actions={
          <RowsCsvButton
            filename="balances.csv"
            titles={[t.currency, t.available]}
            rows={(result.data?.merchantBalances ?? []).map(({ currency, available }) => [
              currency,
              toDecimal(BigInt(available), format.decimals(currency)),
            ])}
          />
        }
      />
      <Card>
        <Loaded result={result} onRetry={refetch}>
          {({ merchantBalances }) =>
            merchantBalances.length === 0 ? (
              <EmptyState title={t.emptyTitle}>{t.emptyText}</EmptyState>
            ) : (
              <DataTable
                caption={t.caption}
                rows={merchantBalances}
                rowKey={({ currency }) => currency}
                columns={[
                  { key: 'currency', title: t.currency, cell: ({ currency }) => currency },
                  {
                    key: 'available',
                    title: t.available,
                    numeric: true,
                    cell: ({ available, currency }) => format.money(available, currency),
                  },
                  {
                    key: 'actions',
                    title: t.actions,
                    cell: (balance) =>
                      may('OWNER') && (
                        <span className="flex justify-end">
                          <Button
                            size="small"
                            disabled={balance.available === '0'}
                            onClick={() => setTaking(balance)}
                          >
                            {t.takeOut}
                          </Button>
                        </span>
                      ),
                  },
                ]}
              />
            )
          }
        </Loaded>
        {!may('OWNER') && <p className="mt-4 text-sm text-soft">{t.owner}</p>}
      </Card>
      {taking && (
        <TakeOutDialog
          balance={taking}
          onClose={() => setTaking(undefined)}
          onDone={(amount) => {
            toast.good(t.done(format.money(amount, taking.currency)));
            setTaking(undefined);
            refetch({ requestPolicy: 'network-only' });
          }}
        />
      )}
    </>
  );
}
