'use client';
import { useFormats } from '../format/format-context.tsx';
import { Stat } from '../ui/stat.tsx';
import type { MerchantReportsQuery } from './reports.generated.ts';
import { useReportsStrings } from './reports-strings.ts';

const PPM = 1_000_000;

/** The figures of a period at a glance. */
export function ReportFigures({
  reports: { recurring, revenue },
  currency,
}: {
  readonly reports: MerchantReportsQuery['reports'];
  readonly currency: string;
}) {
  const t = useReportsStrings();
  const format = useFormats();
  const money = (amount: string | null) => (amount === null ? '–' : format.money(amount, currency));
  const { mrrTotal, arrTotal, customers, trialsStarted, trialsConverted } = recurring;
  const { closing, gained, lost, churnPpm } = customers;
  return (
    <dl className="grid gap-4 sm:grid-cols-2 xl:grid-cols-5">
      <Stat
        label={t.mrr}
        value={money(mrrTotal)}
        note={arrTotal === null ? t.noRate : t.arr(money(arrTotal))}
      />
      <Stat
        label={t.revenue}
        value={money(revenue.total)}
        note={
          revenue.total === null
            ? t.noRate
            : revenue.sums.map((sum) => format.money(sum.amount, sum.currency)).join(', ')
        }
      />
      <Stat label={t.customers} value={format.number(closing)} note={t.gained(gained, lost)} />
      <Stat
        label={t.churn}
        value={churnPpm === null ? '–' : format.percent(churnPpm / PPM)}
        note={t.churnNote}
      />
      <Stat label={t.trials} value={format.number(trialsStarted)} note={t.converted(trialsConverted)} />
    </dl>
  );
}
