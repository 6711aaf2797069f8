'use client';
import { useEffect } from 'react';
import { useSession } from '../session/session-context.tsx';
import { useSettings } from '../settings/settings-context.tsx';
import { Shortened } from '../ui/copy-button.tsx';
import { Notice } from '../ui/notice.tsx';
import { ProblemNotice, Skeleton } from '../ui/states.tsx';
import { SignCard } from './sign-card.tsx';
import { useSigningStrings } from './signing-strings.ts';
import { spellOrder } from './spell-order.ts';
import type { SignableTransactionFragment } from './transaction.generated.ts';
import { TransactionSteps } from './transaction-steps.tsx';
import { useTransaction } from './use-transaction.ts';

/**
 * A transaction with a spell, live: how far it is, what there is to sign, what became of it. All that it shows comes from
 * the API by the id alone, so that it can be left and come back to. `onStep` hears of every step.
 */
export function TransactionView({
  id,
  onStep,
}: {
  readonly id: string;
  readonly onStep?: (transaction: SignableTransactionFragment) => void;
}) {
  const t = useSigningStrings();
  const settings = useSettings();
  const { session } = useSession();
  const { transaction, error, retry } = useTransaction(id);
  useEffect(() => {
    if (transaction) onStep?.(transaction);
  }, [transaction, onStep]);
  if (error) return <ProblemNotice error={error} onRetry={retry} />;
  if (transaction === undefined) return <Skeleton className="h-72 w-full" />;
  const { step, failure, txid, error: problem } = transaction;
  const order =
    step === 'AWAITING_SIGNATURE' ? spellOrder(transaction, session?.address ?? '', settings) : undefined;
  return (
    <div className="flex flex-col gap-5">
      <TransactionSteps transaction={transaction} />
      {order && <SignCard transaction={transaction} order={order} />}
      {failure && (
        <Notice tone="bad" title={t.failedTitle}>
          {t.failure(failure)} {problem?.message}
        </Notice>
      )}
      {!failure && problem && <Notice tone="warn" title={problem.message} />}
      {txid && (
        <p className="text-sm text-soft">
          {t.transaction}: <Shortened text={txid} ends={10} />
        </p>
      )}
    </div>
  );
}
