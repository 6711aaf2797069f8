'use client';
import { useQuery } from 'urql';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useFormats } from '../format/format-context.tsx';
import { PlanNamesDocument } from '../subscriptions/subscriptions.generated.ts';
import { Card } from '../ui/card.tsx';
import { Bars } from '../ui/charts/index.tsx';
import { useBillingWords } from '../words/billing-words.ts';
import { ReportCsvButton } from './report-csv-button.tsx';
import type { ReportPeriod } from './report-period.ts';
import type { MerchantReportsQuery } from './reports.generated.ts';
import { useReportsStrings } from './reports-strings.ts';
import { type Sum, sumRows } from './sum-rows.ts';

type Rows = MerchantReportsQuery['reports']['revenue']['rows'];

/** Revenue by the rail that it came over, and by plan. */
export function RevenueReport({ rows, period }: { readonly rows: Rows; readonly period: ReportPeriod }) {
  const t = useReportsStrings();
  const words = useBillingWords();
  const { id: merchantId } = useMerchant();
  const [{ data }] = useQuery({ query: PlanNamesDocument, variables: { merchantId } });
  const plans = new Map(data?.plans.nodes.map(({ id, name }) => [id, name]));
  const rails: Readonly<Record<string, string>> = { ...words.rail, CREDIT: t.credit };
  return (
    <div className="grid items-start gap-5 lg:grid-cols-2">
      <Card title={t.byRail} actions={<ReportCsvButton report="revenue" period={period} />}>
        <SumBars label={t.byRail} sums={sumRows(rows, ({ rail }) => rails[rail.toUpperCase()] ?? rail)} />
      </Card>
      <Card title={t.byPlan}>
        <SumBars
          label={t.byPlan}
          sums={sumRows(rows, ({ planId }) => (planId ? (plans.get(planId) ?? t.otherPlan) : t.noPlan))}
        />
      </Card>
    </div>
  );
}

function SumBars({ label, sums }: { readonly label: string; readonly sums: readonly Sum[] }) {
  const t = useReportsStrings();
  const format = useFormats();
  if (sums.length === 0) return <p className="text-soft">{t.nothing}</p>;
  return (
    <Bars
      label={label}
      bars={sums.map(({ key, name, currency, amount, share }) => ({
        key,
        label: name,
        share,
        text: format.money(amount, currency),
      }))}
    />
  );
}
