'use client';
import { useParams } from 'next/navigation';
import { useQuery, useSubscription } from 'urql';
import { useFormats } from '../../format/format-context.tsx';
import { Card } from '../../ui/card.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Steps } from '../../ui/steps.tsx';
import { partStates } from '../shared/progress.ts';
import { TermsFacts } from '../shared/terms-facts.tsx';
import { useWalletWords } from '../shared/wallet-words.ts';
import { BankInstructions } from './bank-instructions.tsx';
import {
  ExpressBuyLiveDocument,
  type ExpressFactsFragment,
  OneExpressBuyDocument,
} from './express.generated.ts';
import { EXPRESS_PROGRESS } from './express-progress.ts';
import { useExpressStrings } from './express-strings.ts';

/** One purchase: how to pay it, and live what became of it. */
export function ExpressBuyPage() {
  const t = useExpressStrings();
  const { buyId: id } = useParams<{ buyId: string }>();
  const [result, execute] = useQuery({ query: OneExpressBuyDocument, variables: { id } });
  const [live] = useSubscription({ query: ExpressBuyLiveDocument, variables: { id } });
  return (
    <>
      <PageHeader title={t.buy} back={{ href: '/wallet/express', label: t.all }} />
      <Loaded result={result} onRetry={() => execute({ requestPolicy: 'network-only' })}>
        {({ expressBuy }) => <Shown buy={live.data?.expressBuyUpdated ?? expressBuy} />}
      </Loaded>
    </>
  );
}

function Shown({ buy }: { readonly buy: ExpressFactsFragment }) {
  const t = useExpressStrings();
  const words = useWalletWords();
  const format = useFormats();
  const { status, terms, creditReason } = buy;
  const progress = EXPRESS_PROGRESS[status];
  const states = partStates(progress, 3);
  const labels = [t.steps.ordered, t.steps.paid, t.steps.done];
  const waiting = status === 'OPENING' || status === 'AWAITING_PAYMENT';
  return (
    <div className="grid items-start gap-6 xl:grid-cols-2">
      {waiting && <BankInstructions buy={buy} />}
      <Card
        title={format.money(terms.receiveAmount, terms.toCurrency)}
        actions={<StateBadge word={words.express[status]} />}
        stack
      >
        <Steps
          label={t.progress}
          steps={labels.map((label, part) => ({
            label,
            state: states[part] ?? 'waiting',
            detail: part === Math.min(progress.done, 2) ? t.detail[status] : undefined,
          }))}
        />
        {creditReason && (
          <Notice tone="warn" title={t.reason}>
            {t.reasons[creditReason]}
          </Notice>
        )}
        <TermsFacts terms={terms} />
      </Card>
    </div>
  );
}
