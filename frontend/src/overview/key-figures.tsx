'use client';
import { useQuery } from 'urql';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useFormats } from '../format/format-context.tsx';
import { useReportCurrency } from '../reports/report-currency.tsx';
import { Card } from '../ui/card.tsx';
import { Bars } from '../ui/charts/index.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Stat } from '../ui/stat.tsx';
import { Skeleton } from '../ui/states.tsx';
import { useBillingWords } from '../words/billing-words.ts';
import { OverviewDocument, type OverviewQuery } from './overview.generated.ts';
import { useOverviewStrings } from './overview-strings.ts';
import { lastDays } from './report-days.ts';

const PPM = 1_000_000;

/** The numbers of the last thirty days: recurring revenue, customers, churn, what is outstanding, trials, rails. */
export function KeyFigures() {
  const { id: merchantId, now } = useMerchant();
  const [currency] = useReportCurrency();
  const [result, refetch] = useQuery({
    query: OverviewDocument,
    variables: { merchantId, currency, ...lastDays(30, now()) },
  });
  return (
    <Loaded result={result} onRetry={refetch} skeleton={<Skeleton className="h-60 w-full" />}>
      {({ reports }) => <Figures reports={reports} currency={currency} />}
    </Loaded>
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
  const { recurring, revenue, receivables } = reports;
  const money = (amount: string | null | undefined) => (amount ? format.money(amount, currency) : '–');
  const { closing, gained, lost, churnPpm } = recurring.customers;
  const open = receivables.outstanding.reduce((sum, { invoices }) => sum + invoices, 0);
  return (
    <>
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
      <Card title={t.rails}>
        <Rails rows={revenue.rows} />
        {recurring.trialsStarted > 0 && (
          <p className="mt-4 text-sm text-soft">
            {t.trials}: {format.number(recurring.trialsStarted)}. {t.trialsNote(recurring.trialsConverted)}
          </p>
        )}
      </Card>
    </>
  );
}

/** Revenue of each rail and currency; the bars compare within a currency, as amounts of different ones do not add up. */
function Rails({ rows }: { readonly rows: OverviewQuery['reports']['revenue']['rows'] }) {
  const t = useOverviewStrings();
  const format = useFormats();
  const words = useBillingWords();
  const sums = new Map<
    string,
    { readonly rail: string; readonly currency: string; readonly amount: bigint }
  >();
  for (const { rail, currency, amount } of rows) {
    const key = `${rail} ${currency}`;
    sums.set(key, { rail, currency, amount: BigInt(amount) + (sums.get(key)?.amount ?? 0n) });
  }
  const bars = [...sums.values()].filter(({ amount }) => amount > 0n);
  if (bars.length === 0) return <p className="text-soft">{t.noRevenue}</p>;
  const largest = (currency: string) =>
    bars.reduce((most, each) => (each.currency === currency && each.amount > most ? each.amount : most), 1n);
  const name = (rail: string) => words.rail[rail.toUpperCase() as keyof typeof words.rail] ?? rail;
  return (
    <Bars
      label={t.rails}
      bars={bars.map(({ rail, currency, amount }) => ({
        key: `${rail} ${currency}`,
        label: name(rail),
        share: Number((amount * 1_000n) / largest(currency)) / 1_000,
        text: format.money(amount, currency),
      }))}
    />
  );
}
