'use client';
import { useQuery } from 'urql';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { Card } from '../ui/card.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Skeleton } from '../ui/states.tsx';
import { useUrlFilters } from '../ui/use-url-filters.ts';
import { PeriodChoice } from './period-choice.tsx';
import { Receivables } from './receivables.tsx';
import { RecurringReport } from './recurring-report.tsx';
import { ReportCurrencyChoice, useReportCurrency } from './report-currency.tsx';
import { ReportFigures } from './report-figures.tsx';
import { PRESETS, reportPeriod } from './report-period.ts';
import { MerchantReportsDocument } from './reports.generated.ts';
import { useReportsStrings } from './reports-strings.ts';
import { RevenueReport } from './revenue-report.tsx';

/** How the business went over days that are chosen. */
export function ReportsPage() {
  const t = useReportsStrings();
  const { id: merchantId, now } = useMerchant();
  const filters = useUrlFilters();
  const [currency] = useReportCurrency();
  const preset = filters.pick('period', PRESETS) ?? 'days30';
  const period = reportPeriod(preset, now(), filters.get('from'), filters.get('to'));
  const [result, refetch] = useQuery({
    query: MerchantReportsDocument,
    variables: { merchantId, currency, ...period },
  });
  return (
    <>
      <PageHeader title={t.title} description={t.lead} actions={<ReportCurrencyChoice />} />
      <div className="flex flex-col gap-5">
        <PeriodChoice preset={preset} filters={filters} />
        <Loaded result={result} onRetry={refetch} skeleton={<Skeleton className="h-[40rem] w-full" />}>
          {({ reports }) => (
            <>
              <ReportFigures reports={reports} currency={currency} />
              <RecurringReport recurring={reports.recurring} period={period} />
              <RevenueReport rows={reports.revenue.rows} period={period} />
              <Receivables receivables={reports.receivables} currency={currency} period={period} />
            </>
          )}
        </Loaded>
        <Card title={t.meaning}>
          <dl className="flex flex-col gap-3">
            {t.meanings.map(([name, text]) => (
              <div key={name}>
                <dt className="font-medium">{name}</dt>
                <dd className="max-w-prose text-sm text-soft">{text}</dd>
              </div>
            ))}
          </dl>
        </Card>
      </div>
    </>
  );
}
