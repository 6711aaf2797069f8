'use client';
import { useQuery } from 'urql';
import { LinkButton } from '../../ui/button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { useFresh } from '../shared/use-fresh.ts';
import { useValuedIn } from '../shared/use-valued-in.ts';
import { AllocationBars } from './allocation-bars.tsx';
import { BalancesCard } from './balances-card.tsx';
import { PortfolioNowDocument } from './overview.generated.ts';
import { useOverviewStrings } from './overview-strings.ts';
import { RecentHistory } from './recent-history.tsx';
import { TotalCard } from './total-card.tsx';
import { ValueChart } from './value-chart.tsx';

/** What a person holds, what it is worth, and what moved last. */
export function OverviewPage() {
  const t = useOverviewStrings();
  const [currency] = useValuedIn();
  const [result, execute] = useQuery({ query: PortfolioNowDocument, variables: { currency } });
  const refetch = () => execute({ requestPolicy: 'network-only' });
  useFresh(refetch);
  return (
    <>
      <PageHeader
        title={t.title}
        description={t.lead}
        actions={
          <>
            <LinkButton look="primary" href="/wallet/deposit">
              {t.deposit}
            </LinkButton>
            <LinkButton href="/wallet/withdraw">{t.withdraw}</LinkButton>
            <LinkButton href="/wallet/swap">{t.swap}</LinkButton>
          </>
        }
      />
      <div className="flex flex-col gap-6">
        <TotalCard result={result} onRetry={refetch} />
        <ValueChart />
        <BalancesCard result={result} onRetry={refetch} />
        <div className="grid items-start gap-6 xl:grid-cols-2">
          <AllocationBars />
          <RecentHistory />
        </div>
      </div>
    </>
  );
}
