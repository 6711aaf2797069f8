'use client';
import { useQuery } from 'urql';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useFormats } from '../format/format-context.tsx';
import { toDecimal } from '../format/money.ts';
import { useReportCurrency } from '../reports/report-currency.tsx';
import { Card } from '../ui/card.tsx';
import { TimeChart } from '../ui/charts/index.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Skeleton } from '../ui/states.tsx';
import { RecurringMonthsDocument, type RecurringMonthsQuery } from './overview.generated.ts';
import { useOverviewStrings } from './overview-strings.ts';
import { lastYear } from './report-days.ts';

type Month = RecurringMonthsQuery['reports']['recurring']['months'][number];

/** Recurring revenue over a year, a chart for each currency: they are not added up at rates of today. */
export function RecurringChart() {
  const t = useOverviewStrings();
  const { id: merchantId, now } = useMerchant();
  const [currency] = useReportCurrency();
  const [result, refetch] = useQuery({
    query: RecurringMonthsDocument,
    variables: { merchantId, currency, ...lastYear(now()) },
  });
  return (
    <Card title={t.chart} description={t.range}>
      <Loaded result={result} onRetry={refetch} skeleton={<Skeleton className="h-56 w-full" />}>
        {({ reports }) => <Charts months={reports.recurring.months} />}
      </Loaded>
    </Card>
  );
}

function Charts({ months }: { readonly months: readonly Month[] }) {
  const t = useOverviewStrings();
  const format = useFormats();
  const currencies = [
    ...new Set(months.flatMap(({ movements }) => movements.map(({ currency }) => currency))),
  ];
  if (currencies.length === 0)
    return <p className="flex h-56 items-center justify-center text-soft">{t.noRecurring}</p>;
  return currencies.map((currency) => (
    <TimeChart
      key={currency}
      label={t.chartOf(currency)}
      formatDate={format.date}
      points={months.map(({ month, movements }) => {
        const mrr = movements.find((each) => each.currency === currency)?.mrr ?? '0';
        const value = Number(toDecimal(BigInt(mrr), format.decimals(currency)));
        return { at: month, value, text: format.money(mrr, currency) };
      })}
    />
  ));
}
