'use client';
import { useQuery } from 'urql';
import { customerName } from '../customers/customer-name.ts';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { Card } from '../ui/card.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { RowsCsvButton } from '../ui/rows-csv-button.tsx';
import { EmptyState } from '../ui/states.tsx';
import { useRefresh } from '../ui/use-refresh.ts';
import { SalesToSignDocument } from './cosign.generated.ts';
import { useCosignStrings } from './cosign-strings.ts';
import { SaleCard } from './sale-card.tsx';

/** Sales of limited plans that wait for the merchant's signature, oldest first. */
export function CosignPage() {
  const t = useCosignStrings();
  const { id: merchantId } = useMerchant();
  const [result, refetch] = useQuery({ query: SalesToSignDocument, variables: { merchantId } });
  const again = () => refetch({ requestPolicy: 'network-only' });
  useRefresh(again);
  return (
    <div className="max-w-3xl">
      <PageHeader
        title={t.title}
        description={t.lead}
        actions={
          <RowsCsvButton
            filename="to-sign.csv"
            titles={Object.values(t.csv)}
            rows={(result.data?.cosignQueue ?? []).map(({ id, plan, subscription, ...sale }) => [
              id,
              plan?.name ?? '',
              subscription ? customerName(subscription.customer) : '',
              String(sale.periods ?? ''),
              sale.amountSats,
              sale.signBefore ?? '',
            ])}
          />
        }
      />
      <Loaded result={result} onRetry={refetch}>
        {({ cosignQueue }) =>
          cosignQueue.length === 0 ? (
            <Card>
              <EmptyState title={t.emptyTitle}>{t.emptyText}</EmptyState>
            </Card>
          ) : (
            <div className="flex flex-col gap-5">
              {cosignQueue.map((sale) => (
                <SaleCard key={sale.id} sale={sale} onDone={again} />
              ))}
            </div>
          )
        }
      </Loaded>
    </div>
  );
}
