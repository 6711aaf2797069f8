'use client';
import { useParams } from 'next/navigation';
import { useState } from 'react';
import { useQuery, useSubscription } from 'urql';
import { useAction } from '../../graphql/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { ProblemText } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useWithdrawStrings } from './withdraw-strings.ts';
import { WithdrawalFacts } from './withdrawal-facts.tsx';
import {
  CancelWithdrawalDocument,
  OneWithdrawalDocument,
  WithdrawalLiveDocument,
} from './withdrawals.generated.ts';

/** One withdrawal: live how far it is, and the way out of it while there is one. */
export function WithdrawalPage() {
  const t = useWithdrawStrings();
  const { withdrawalId: id } = useParams<{ withdrawalId: string }>();
  const [result, execute] = useQuery({ query: OneWithdrawalDocument, variables: { id } });
  const [live] = useSubscription({ query: WithdrawalLiveDocument, variables: { id } });
  const status = (live.data?.withdrawalUpdated ?? result.data?.withdrawal)?.status;
  return (
    <>
      <PageHeader
        title={t.withdrawal}
        back={{ href: '/wallet/withdraw', label: t.all }}
        actions={status === 'REQUESTED' && <Cancel id={id} />}
      />
      <Loaded result={result} onRetry={() => execute({ requestPolicy: 'network-only' })}>
        {({ withdrawal }) => <WithdrawalFacts withdrawal={live.data?.withdrawalUpdated ?? withdrawal} />}
      </Loaded>
    </>
  );
}

function Cancel({ id }: { readonly id: string }) {
  const t = useWithdrawStrings();
  const toast = useToast();
  const action = useAction(CancelWithdrawalDocument);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t.cancel}</Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t.cancelTitle}
        action={t.cancel}
        danger
        busy={action.busy}
        onConfirm={async () => {
          const { data } = await action.run({ id });
          if (!data) return;
          setAsking(false);
          toast.good(t.canceled);
        }}
      >
        <p>{t.cancelText}</p>
        <ProblemText problem={action.problem} />
      </ConfirmDialog>
    </>
  );
}
