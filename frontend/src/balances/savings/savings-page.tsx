'use client';
import { useState } from 'react';
import { useQuery } from 'urql';
import { useFormats } from '../../format/format-context.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { EmptyState, Skeleton } from '../../ui/states.tsx';
import { useFresh } from '../shared/use-fresh.ts';
import { MoveSavingsDialog } from './move-savings-dialog.tsx';
import { MySavingsDocument } from './savings.generated.ts';
import { SavingsCard } from './savings-card.tsx';
import { ratesOf } from './savings-rates.ts';
import { useSavingsStrings } from './savings-strings.ts';

/** What earns, how much, and the way in and out. */
export function SavingsPage() {
  const t = useSavingsStrings();
  const format = useFormats();
  const [result, execute] = useQuery({ query: MySavingsDocument });
  const refetch = () => execute({ requestPolicy: 'network-only' });
  useFresh(refetch);
  const [moving, setMoving] = useState<{
    readonly currency: string;
    readonly direction: 'in' | 'out';
  }>();
  return (
    <>
      <PageHeader title={t.title} description={t.lead} />
      <Loaded result={result} onRetry={refetch} skeleton={<Skeleton className="h-80 w-full" />}>
        {({ savings, savingsRates }) => {
          const now = new Date();
          const shown = format.currencies.flatMap(({ code: currency }) => {
            const rates = ratesOf(savingsRates, currency, now);
            const own = savings.find((each) => each.currency === currency);
            return own || rates.ratePpm > 0 || rates.next ? [{ currency, own, ...rates }] : [];
          });
          if (shown.length === 0) return <EmptyState title={t.emptyTitle}>{t.emptyText}</EmptyState>;
          return (
            <div className="grid items-start gap-6 md:grid-cols-2 2xl:grid-cols-3">
              {shown.map((each) => (
                <SavingsCard
                  key={each.currency}
                  {...each}
                  onMove={(direction) => setMoving({ currency: each.currency, direction })}
                />
              ))}
            </div>
          );
        }}
      </Loaded>
      {moving && <MoveSavingsDialog {...moving} onClose={() => setMoving(undefined)} onDone={refetch} />}
    </>
  );
}
