'use client';
import { useFormats } from '../../format/format-context.tsx';
import { Card } from '../../ui/card.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { CurrencyChoice } from '../shared/currency-choice.tsx';
import { useValuedIn } from '../shared/use-valued-in.ts';
import { useOverviewStrings } from './overview-strings.ts';
import type { PortfolioResult } from './portfolio-result.ts';

/** What everything is worth together, in a currency of choice. */
export function TotalCard({ result, onRetry }: PortfolioResult) {
  const t = useOverviewStrings();
  const format = useFormats();
  const [currency, setCurrency] = useValuedIn();
  return (
    <Card>
      <div className="flex flex-wrap items-start justify-between gap-4">
        <div>
          <p className="text-sm text-soft">{t.worth}</p>
          <Loaded result={result} onRetry={onRetry} skeleton={<Skeleton className="h-15 w-56" />}>
            {({ portfolio }) => (
              <>
                <p aria-live="polite" className="text-3xl font-semibold tracking-tight tabular-nums">
                  {format.money(portfolio.total, portfolio.currency)}
                </p>
                <p className="mt-0.5 text-sm text-soft">
                  {portfolio.unpriced.length > 0 ? t.unpriced(portfolio.unpriced.join(', ')) : t.noneUnpriced}
                </p>
              </>
            )}
          </Loaded>
        </div>
        <div className="w-36">
          <CurrencyChoice label={t.valuedIn} value={currency} onChange={setCurrency} />
        </div>
      </div>
    </Card>
  );
}
