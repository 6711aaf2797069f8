'use client';
import { useQuery } from 'urql';
import { LinkButton } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { useFresh } from '../shared/use-fresh.ts';
import { useValuedIn } from '../shared/use-valued-in.ts';
import { WalletAllocationsDocument } from './allocations.generated.ts';
import { useAllocationsStrings } from './allocations-strings.ts';
import { DriftTable } from './drift-table.tsx';
import { TargetsForm } from './targets-form.tsx';

/** How the money is to be spread, and how far it is from that. */
export function AllocationsPage() {
  const t = useAllocationsStrings();
  const [currency] = useValuedIn();
  const [result, execute] = useQuery({ query: WalletAllocationsDocument, variables: { currency } });
  const refetch = () => execute({ requestPolicy: 'network-only' });
  useFresh(refetch);
  return (
    <>
      <PageHeader title={t.title} description={t.lead} />
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,24rem)_minmax(0,1fr)]">
        <Card title={t.targets}>
          <Loaded result={result} onRetry={refetch}>
            {({ allocations }) => <TargetsForm rows={allocations.rows} onSaved={refetch} />}
          </Loaded>
        </Card>
        <Card
          title={t.drift}
          actions={
            <LinkButton size="small" href="/wallet/swap">
              {t.swap}
            </LinkButton>
          }
        >
          <Loaded result={result} onRetry={refetch}>
            {({ allocations }) => <DriftTable allocations={allocations} />}
          </Loaded>
        </Card>
      </div>
    </>
  );
}
