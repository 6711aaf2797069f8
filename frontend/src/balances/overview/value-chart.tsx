'use client';
import { useState } from 'react';
import { useQuery } from 'urql';
import { useFormats } from '../../format/format-context.tsx';
import { toDecimal } from '../../format/money.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { TimeChart } from '../../ui/charts/index.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { useValuedIn } from '../shared/use-valued-in.ts';
import { PortfolioDaysDocument } from './overview.generated.ts';
import { useOverviewStrings } from './overview-strings.ts';

const RANGES = [30, 90, 365];

/** What the wallet was worth at the end of each day. */
export function ValueChart() {
  const t = useOverviewStrings();
  const format = useFormats();
  const [currency] = useValuedIn();
  const [days, setDays] = useState(30);
  const [result, execute] = useQuery({ query: PortfolioDaysDocument, variables: { currency, days } });
  return (
    <Card
      title={t.chart}
      actions={
        <fieldset className="flex gap-1">
          <legend className="sr-only">{t.range}</legend>
          {RANGES.map((range) => (
            <Button
              key={range}
              size="small"
              look={range === days ? 'secondary' : 'quiet'}
              aria-pressed={range === days}
              onClick={() => setDays(range)}
            >
              {t.days(range)}
            </Button>
          ))}
        </fieldset>
      }
    >
      <Loaded
        result={result}
        onRetry={() => execute({ requestPolicy: 'network-only' })}
        skeleton={<Skeleton className="h-56 w-full" />}
      >
        {({ portfolioHistory }) => (
          <TimeChart
            label={t.chartOf(currency, days)}
            formatDate={format.date}
            points={portfolioHistory.map(({ day, value }) => ({
              at: day,
              value: Number(toDecimal(BigInt(value), format.decimals(currency))),
              text: format.money(value, currency),
            }))}
          />
        )}
      </Loaded>
    </Card>
  );
}
