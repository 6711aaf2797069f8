'use client';
import { useFormats } from '../format/format-context.tsx';
import { toDecimal } from '../format/money.ts';
import { Card } from '../ui/card.tsx';
import { TimeChart } from '../ui/charts/index.tsx';
import { KeyValues } from '../ui/key-values.tsx';
import { ReportCsvButton } from './report-csv-button.tsx';
import type { ReportPeriod } from './report-period.ts';
import type { MerchantReportsQuery } from './reports.generated.ts';
import { useReportsStrings } from './reports-strings.ts';

type Recurring = MerchantReportsQuery['reports']['recurring'];
type Movements = Recurring['movements'][number];

const PPM = 1_000_000;
const AMOUNTS = ['opening', 'new', 'expansion', 'contraction', 'churned', 'reactivated'] as const;

/** Recurring revenue by month, what moved it, and why it was lost, each currency by itself. */
export function RecurringReport({
  recurring: { months, movements, lost },
  period,
}: {
  readonly recurring: Recurring;
  readonly period: ReportPeriod;
}) {
  const t = useReportsStrings();
  const format = useFormats();
  const currencies = [...new Set(months.flatMap((month) => month.movements.map(({ currency }) => currency)))];
  const share = (ppm: number | null) => (ppm === null ? '–' : format.percent(ppm / PPM));
  const figures = (row: Movements) => [
    ...AMOUNTS.map((key) => [t[key], format.money(row[key], row.currency)] as const),
    [t.closing, format.money(row.mrr, row.currency)] as const,
    [t.grossChurn, share(row.grossChurnPpm)] as const,
    [t.netChurn, share(row.netChurnPpm)] as const,
  ];
  return (
    <>
      <Card title={t.chartTitle} actions={<ReportCsvButton report="recurring" period={period} />} stack>
        {currencies.length === 0 && (
          <p className="flex h-56 items-center justify-center text-soft">{t.nothing}</p>
        )}
        {currencies.map((currency) => (
          <TimeChart
            key={currency}
            label={t.chart(currency)}
            formatDate={format.date}
            points={months.map(({ month, movements: moved }) => {
              const mrr = moved.find((each) => each.currency === currency)?.mrr ?? '0';
              const value = Number(toDecimal(BigInt(mrr), format.decimals(currency)));
              return { at: month, value, text: format.money(mrr, currency) };
            })}
          />
        ))}
      </Card>
      <Card title={t.movements} stack>
        {movements.length === 0 ? (
          <p className="text-soft">{t.nothing}</p>
        ) : (
          <div className="grid gap-6 sm:grid-cols-2">
            {movements.map((row) => (
              <section key={row.currency} aria-label={t.movementsOf(row.currency)}>
                <h3 className="mb-2 text-sm font-medium text-soft">{row.currency}</h3>
                <dl className="grid grid-cols-[1fr_max-content] gap-x-6 gap-y-1.5">
                  {figures(row).map(([name, text]) => (
                    <div key={name} className="contents">
                      <dt className="text-soft">{name}</dt>
                      <dd className="text-right tabular-nums">{text}</dd>
                    </div>
                  ))}
                </dl>
              </section>
            ))}
          </div>
        )}
        {lost.length > 0 && (
          <div>
            <h3 className="mb-2 text-sm font-medium text-soft">{t.lost}</h3>
            <KeyValues
              items={lost.map(({ cause, currency, mrr, subscriptions }) => [
                t.causes[cause] ?? cause,
                t.lostText(format.money(mrr, currency), subscriptions),
              ])}
            />
          </div>
        )}
      </Card>
    </>
  );
}
