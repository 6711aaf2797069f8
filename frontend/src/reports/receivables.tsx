'use client';
import { useFormats } from '../format/format-context.tsx';
import { Card } from '../ui/card.tsx';
import { Bars } from '../ui/charts/index.tsx';
import { KeyValues } from '../ui/key-values.tsx';
import { ReportCsvButton } from './report-csv-button.tsx';
import type { ReportPeriod } from './report-period.ts';
import type { MerchantReportsQuery } from './reports.generated.ts';
import { useReportsStrings } from './reports-strings.ts';

/** What is owed, by how long it has been due, and what was given up. */
export function Receivables({
  receivables: { outstanding, outstandingTotal, uncollectible },
  currency,
  period,
}: {
  readonly receivables: MerchantReportsQuery['reports']['receivables'];
  readonly currency: string;
  readonly period: ReportPeriod;
}) {
  const t = useReportsStrings();
  const format = useFormats();
  const largest = (code: string) =>
    outstanding.reduce((most, row) => {
      const amount = BigInt(row.amount);
      return row.currency === code && amount > most ? amount : most;
    }, 1n);
  return (
    <div className="grid items-start gap-5 lg:grid-cols-2">
      <Card
        title={t.receivables}
        description={t.receivablesHint}
        actions={<ReportCsvButton report="outstanding" period={period} />}
        stack
      >
        {outstanding.length === 0 ? (
          <p className="text-soft">{t.nothing}</p>
        ) : (
          <Bars
            label={t.receivables}
            bars={outstanding.map(({ age, amount, currency: code, invoices }) => ({
              key: `${age} ${code}`,
              label: t.ages[age],
              share: Number((BigInt(amount) * 1_000n) / largest(code)) / 1_000,
              text: t.receivable(format.money(amount, code), invoices),
            }))}
          />
        )}
        {outstandingTotal !== null && outstandingTotal !== '0' && (
          <p className="text-sm text-soft">{t.outstanding(format.money(outstandingTotal, currency))}</p>
        )}
      </Card>
      <Card title={t.uncollectible} actions={<ReportCsvButton report="uncollectible" period={period} />}>
        {uncollectible.length === 0 ? (
          <p className="text-soft">{t.nothing}</p>
        ) : (
          <KeyValues
            items={uncollectible.map(({ amount, currency: code, invoices }) => [
              code,
              t.receivable(format.money(amount, code), invoices),
            ])}
          />
        )}
      </Card>
    </div>
  );
}
