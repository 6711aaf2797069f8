'use client';
import { useParams } from 'next/navigation';
import { useQuery, useSubscription } from 'urql';
import { useFormats } from '../../format/format-context.tsx';
import { Card } from '../../ui/card.tsx';
import { KeyValues } from '../../ui/key-values.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Steps } from '../../ui/steps.tsx';
import { assetText } from '../shared/asset-text.ts';
import { partStates } from '../shared/progress.ts';
import { useWalletWords } from '../shared/wallet-words.ts';
import { DepositAddress } from './deposit-address.tsx';
import { DEPOSIT_PROGRESS } from './deposit-progress.ts';
import { useDepositStrings } from './deposit-strings.ts';
import { type DepositFactsFragment, DepositLiveDocument, OneDepositDocument } from './deposits.generated.ts';

/** One deposit: where to send what, and live what has come. */
export function DepositPage() {
  const t = useDepositStrings();
  const { depositId: id } = useParams<{ depositId: string }>();
  const [result, execute] = useQuery({ query: OneDepositDocument, variables: { id } });
  const [live] = useSubscription({ query: DepositLiveDocument, variables: { id } });
  return (
    <>
      <PageHeader title={t.deposit} back={{ href: '/wallet/deposit', label: t.all }} />
      <Loaded result={result} onRetry={() => execute({ requestPolicy: 'network-only' })}>
        {({ deposit }) => <Shown deposit={live.data?.depositUpdated ?? deposit} />}
      </Loaded>
    </>
  );
}

function Shown({ deposit }: { readonly deposit: DepositFactsFragment }) {
  const t = useDepositStrings();
  const words = useWalletWords();
  const format = useFormats();
  const { status, amount, credited, currency, problem, createdAt } = deposit;
  const states = partStates(DEPOSIT_PROGRESS[status], 3);
  const [address = 'waiting', waiting = 'waiting', arrived = 'waiting'] = states;
  const asked = format.money(amount, currency);
  const came = format.money(credited, currency);
  const details = {
    CREATING: undefined,
    WAITING: t.stepDetail.seen,
    PARTIAL: t.stepDetail.partial(came, asked),
    COMPLETED: undefined,
    FAILED: t.stepDetail.late,
    EXPIRED: t.stepDetail.late,
    REFUNDED: t.stepDetail.refunded,
  };
  return (
    <div className="grid items-start gap-6 xl:grid-cols-2">
      <Card
        title={t.send(asked)}
        description={assetText(deposit)}
        actions={<StateBadge word={words.deposit[status]} />}
      >
        <DepositAddress deposit={deposit} />
      </Card>
      <Card title={t.progress} stack>
        <Steps
          label={t.progress}
          steps={[
            { label: t.steps.address, state: address },
            { label: t.steps.waiting, state: waiting, detail: details[status] },
            {
              label: t.steps.credited,
              state: arrived,
              detail: status === 'COMPLETED' ? came : undefined,
            },
          ]}
        />
        <KeyValues
          items={[
            [t.creditedFact, came],
            [t.created, format.dateTime(createdAt)],
            problem !== null && [t.reason, problem],
          ]}
        />
      </Card>
    </div>
  );
}
