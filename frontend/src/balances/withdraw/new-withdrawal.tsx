'use client';
import { useQuery } from 'urql';
import { Card } from '../../ui/card.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { EmptyState, Skeleton } from '../../ui/states.tsx';
import { useWithdrawStrings } from './withdraw-strings.ts';
import { WithdrawalForm } from './withdrawal-form.tsx';
import { WithdrawalAssetsDocument } from './withdrawals.generated.ts';

/** The form for what can be sent out here, where anything can. */
export function NewWithdrawal() {
  const t = useWithdrawStrings();
  const [result, execute] = useQuery({ query: WithdrawalAssetsDocument });
  return (
    <Card>
      <Loaded
        result={result}
        onRetry={() => execute({ requestPolicy: 'network-only' })}
        skeleton={<Skeleton className="h-72 w-full" />}
      >
        {({ withdrawalAssets }) =>
          withdrawalAssets.length === 0 ? (
            <EmptyState title={t.unavailable}>{t.unavailableText}</EmptyState>
          ) : (
            <WithdrawalForm assets={withdrawalAssets} />
          )
        }
      </Loaded>
    </Card>
  );
}
