'use client';
import { useQuery } from 'urql';
import { useFormats } from '../../format/format-context.tsx';
import { Card } from '../../ui/card.tsx';
import { KeyValues } from '../../ui/key-values.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { percentText } from '../shared/percent-text.ts';
import { useFresh } from '../shared/use-fresh.ts';
import { CommissionList } from './commission-list.tsx';
import { OwnCode } from './own-code.tsx';
import { ReferralList } from './referral-list.tsx';
import { ReferralProgramDocument } from './referrals.generated.ts';
import { useReferralsStrings } from './referrals-strings.ts';
import { UseCode } from './use-code.tsx';

/** Who came through whom, and what that brought. */
export function ReferralsPage() {
  const t = useReferralsStrings();
  const format = useFormats();
  const [result, execute] = useQuery({ query: ReferralProgramDocument });
  const refetch = () => execute({ requestPolicy: 'network-only' });
  useFresh(refetch);
  const bps = result.data?.referralProgram.commissionBps;
  return (
    <>
      <PageHeader title={t.title} description={t.lead(bps === undefined ? '…' : `${percentText(bps)}%`)} />
      <div className="flex flex-col gap-6">
        <Loaded result={result} onRetry={refetch} skeleton={<Skeleton className="h-56 w-full" />}>
          {({ referralProgram: { code, referred, totals } }) => (
            <div className="grid items-start gap-6 md:grid-cols-2 xl:grid-cols-3">
              <OwnCode code={code} />
              <UseCode referred={referred} />
              <Card title={t.totals}>
                {totals.length === 0 ? (
                  <p className="text-soft">{t.noTotals}</p>
                ) : (
                  <KeyValues
                    items={totals.map(({ currency, amount, count }) => [
                      format.money(amount, currency),
                      t.fees(count),
                    ])}
                  />
                )}
              </Card>
            </div>
          )}
        </Loaded>
        <ReferralList />
        <CommissionList />
      </div>
    </>
  );
}
