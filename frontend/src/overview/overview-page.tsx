'use client';
import { useQuery } from 'urql';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { ReportCurrencyChoice } from '../reports/report-currency.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Attention } from './attention.tsx';
import { IncomingPayments } from './incoming-payments.tsx';
import { KeyFigures } from './key-figures.tsx';
import { AttentionDocument } from './overview.generated.ts';
import { useOverviewStrings } from './overview-strings.ts';
import { RecurringChart } from './recurring-chart.tsx';
import { RevenueByRail } from './revenue-by-rail.tsx';

/** How the business goes, and what needs somebody. */
export function OverviewPage() {
  const t = useOverviewStrings();
  const { id: merchantId } = useMerchant();
  const attention = useQuery({ query: AttentionDocument, variables: { merchantId } });
  return (
    <>
      <PageHeader title={t.title} actions={<ReportCurrencyChoice />} />
      <div className="flex flex-col gap-5">
        <KeyFigures />
        <div className="grid items-start gap-5 xl:grid-cols-[2fr_1fr]">
          <RecurringChart />
          <Attention result={attention[0]} onRetry={attention[1]} />
        </div>
        <IncomingPayments />
        <RevenueByRail />
      </div>
    </>
  );
}
