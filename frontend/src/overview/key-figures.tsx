'use client';
import { useQuery } from 'urql';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useFormats } from '../format/format-context.tsx';
import { useReportCurrency } from '../reports/report-currency.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Stat } from '../ui/stat.tsx';
import { Skeleton } from '../ui/states.tsx';
import { OverviewDocument, type OverviewQuery } from './overview.generated.ts';
import { useOverviewStrings } from './overview-strings.ts';
import { lastDays } from './report-days.ts';

const PPM = 1_000_000;

/** The numbers of the last thirty days: recurring revenue, customers, churn, what is outstanding. */
export function KeyFigures() {
  const { id: merchantId, now } = useMerchant();
  const [currency] = useReportCurrency();
  const [result, refetch] = useQuery({
    query: OverviewDocument,
    variables: { merchantId, currency, ...lastDays(30, now()) },
  });
  return (
    <Loaded result={result} onRetry={refetch} skeleton={<FiguresToCome />}>
      {({ reports }) => <Figures reports={reports} currency={currency} />}
    </Loaded>
  );
}

/** As high as the numbers. */
function FiguresToCome() {
  return (
    <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
      {['mrr', 'customers', 'churn', 'outstanding'].map((figure) => (
        <Skeleton key={figure} className="h-28 w-full" />
      ))}
    </div>
  );
}

function Figures({
  reports,
  currency,
}: {
  readonly reports: OverviewQuery['reports'];
  readonly currency: string;
}) {
  const t = useOverviewStrings();
  const format = useFormats();
  const { recurring, receivables } = reports;
  const money = (amount: string | null | undefined) => (amount ? format.money(amount, currency) : '–');
  const { closing, gained, lost, churnPpm } = recurring.customers;
  const open = receivables.outstanding.reduce((sum, { invoices }) => sum + invoices, 0);
  return (
    <dl className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
      <Stat
        label={t.mrr}
        value={money(recurring.mrrTotal)}
        note={recurring.arrTotal ? t.arr(money(recurring.arrTotal)) : t.noRate}
      />
      <Stat label={t.customers} value={format.number(closing)} note={t.gained(gained, lost)} />
      <Stat
        label={t.churn}
        value={typeof churnPpm === 'number' ? format.percent(churnPpm / PPM) : '–'}
        note={t.churnNote}
      />
      <Stat label={t.outstanding} value={money(receivables.outstandingTotal)} note={t.invoices(open)} />
    </dl>
  );
}
