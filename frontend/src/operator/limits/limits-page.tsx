'use client';
import { useQuery } from 'urql';
import { useFormats } from '../../format/format-context.tsx';
import { Card } from '../../ui/card.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { useOperatorStrings } from '../operator-strings.ts';
import { LimitForm } from './limit-form.tsx';
import { OperationLimitsDocument } from './limits.generated.ts';
import { useLimitsStrings } from './limits-strings.ts';
import { RateForm } from './rate-form.tsx';

const PPM = 1_000_000;

export function LimitsPage() {
  const t = useLimitsStrings();
  const o = useOperatorStrings();
  const format = useFormats();
  const [result, execute] = useQuery({ query: OperationLimitsDocument });
  const again = () => execute({ requestPolicy: 'network-only' });
  const amount = (value: string | null, currency: string) =>
    value ? format.money(value, currency) : t.noLimit;
  return (
    <>
      <PageHeader title={t.title} description={t.lead} />
      <Loaded result={result} onRetry={again}>
        {({ operationLimits, savingsRates }) => (
          <div className="grid items-start gap-5 xl:grid-cols-2">
            <Card title={t.limits} stack>
              {operationLimits.length === 0 ? (
                <p className="text-soft">{t.noLimits}</p>
              ) : (
                <DataTable
                  caption={t.limits}
                  rows={operationLimits}
                  rowKey={({ operation, currency }) => `${operation} ${currency}`}
                  columns={[
                    {
                      key: 'operation',
                      title: t.operation,
                      cell: ({ operation }) => t.operations[operation],
                    },
                    { key: 'currency', title: o.currency, cell: ({ currency }) => currency },
                    {
                      key: 'once',
                      title: t.perOnce,
                      numeric: true,
                      cell: ({ perOnce, currency }) => amount(perOnce, currency),
                    },
                    {
                      key: 'day',
                      title: t.perDay,
                      numeric: true,
                      cell: ({ perDay, currency }) => amount(perDay, currency),
                    },
                  ]}
                />
              )}
              <LimitForm onDone={again} />
            </Card>
            <Card title={t.rates} stack>
              {savingsRates.length === 0 ? (
                <p className="text-soft">{t.noRates}</p>
              ) : (
                <DataTable
                  caption={t.rates}
                  rows={savingsRates}
                  rowKey={({ currency, fromDay }) => `${currency} ${fromDay}`}
                  columns={[
                    { key: 'currency', title: o.currency, cell: ({ currency }) => currency },
                    { key: 'from', title: t.from, cell: ({ fromDay }) => format.date(fromDay) },
                    {
                      key: 'rate',
                      title: t.rate,
                      numeric: true,
                      cell: ({ ratePpm }) => format.percent(ratePpm / PPM),
                    },
                  ]}
                />
              )}
              <RateForm onDone={again} />
            </Card>
          </div>
        )}
      </Loaded>
    </>
  );
}
