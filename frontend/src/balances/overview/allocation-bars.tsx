'use client';
import { useQuery } from 'urql';
import { LinkButton } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Bars } from '../../ui/charts/index.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { WalletAllocationsDocument } from '../allocations/allocations.generated.ts';
import { percentText } from '../shared/percent-text.ts';
import { useFresh } from '../shared/use-fresh.ts';
import { useValuedIn } from '../shared/use-valued-in.ts';
import { useOverviewStrings } from './overview-strings.ts';

/** The parts of the wallet, beside the targets where there are any. */
export function AllocationBars() {
  const t = useOverviewStrings();
  const [currency] = useValuedIn();
  const [result, execute] = useQuery({ query: WalletAllocationsDocument, variables: { currency } });
  const refetch = () => execute({ requestPolicy: 'network-only' });
  useFresh(refetch);
  return (
    <Card
      title={t.spread}
      description={t.spreadText}
      actions={
        <LinkButton size="small" href="/wallet/allocations">
          {t.setTargets}
        </LinkButton>
      }
    >
      <Loaded result={result} onRetry={refetch}>
        {({ allocations: { rows, targeted } }) =>
          rows.length === 0 ? (
            <p className="py-6 text-center text-soft">{t.noSpread}</p>
          ) : (
            <Bars
              label={t.spread}
              bars={rows.map(({ currency: code, actualBps, targetBps }) => {
                const actual = `${percentText(actualBps ?? 0)}%`;
                return {
                  key: code,
                  label: code,
                  share: (actualBps ?? 0) / 10_000,
                  text: targeted ? t.share(actual, `${percentText(targetBps)}%`) : t.shareOnly(actual),
                };
              })}
            />
          )
        }
      </Loaded>
    </Card>
  );
}
