'use client';
import { useQuery } from 'urql';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useFormats } from '../format/format-context.tsx';
import { useReportCurrency } from '../reports/report-currency.tsx';
import { Card } from '../ui/card.tsx';
import { Bars } from '../ui/charts/bars.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { useBillingWords } from '../words/billing-words.ts';
import { OverviewDocument, type OverviewQuery } from './overview.generated.ts';
import { useOverviewStrings } from './overview-strings.ts';
import { lastDays } from './report-days.ts';

/** Over which rails the money of the last thirty days came, and what became of trials. */
export function RevenueByRail() {
  const t = useOverviewStrings();
  const format = useFormats();
  const { id: merchantId, now } = useMerchant();
  const [currency] = useReportCurrency();
  const [result, refetch] = useQuery({
    query: OverviewDocument,
    variables: { merchantId, currency, ...lastDays(30, now()) },
  });
  return (
    <Card title={t.rails}>
      <Loaded result={result} onRetry={refetch}>
        {({ reports: { revenue, recurring } }) => (
          <>
            <Rails rows={revenue.rows} />
            {recurring.trialsStarted > 0 && (
              <p className="mt-4 text-sm text-soft">
                {t.trials}: {format.number(recurring.trialsStarted)}.{' '}
                {t.trialsNote(recurring.trialsConverted)}
              </p>
            )}
          </>
        )}
      </Loaded>
    </Card>
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
