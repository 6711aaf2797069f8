'use client';
import { useParams } from 'next/navigation';
import { useState } from 'react';
import { useQuery, useSubscription } from 'urql';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useFormats } from '../format/format-context.tsx';
import { useAction } from '../graphql/use-action.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { CopyButton, Shortened } from '../ui/copy-button.tsx';
import { KeyValues } from '../ui/key-values.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { QrCode } from '../ui/qr-code.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { ProblemText } from '../ui/states.tsx';
import { useBillingWords } from '../words/billing-words.ts';
import { PlanDraft } from './plan-draft.tsx';
import { PlanPrices } from './plan-prices.tsx';
import {
  ArchivePlanDocument,
  PlanDocument,
  type PlanFactsFragment,
  PlanUpdatesDocument,
} from './plans.generated.ts';
import { usePlansStrings } from './plans-strings.ts';

/** One plan, live: put on sale step by step while it is a draft, then its link, its prices, and the way to archive it. */
export function PlanPage() {
  const { planId } = useParams<{ planId: string }>();
  const [result, refetch] = useQuery({ query: PlanDocument, variables: { id: planId } });
  const [live] = useSubscription({ query: PlanUpdatesDocument, variables: { planId } });
  const plan = live.data?.planUpdated ?? result.data?.plan;
  return (
    <Loaded result={{ data: plan, error: plan ? undefined : result.error }} onRetry={refetch}>
      {(data) => <PlanView plan={data} />}
    </Loaded>
  );
}

function PlanView({ plan }: { readonly plan: PlanFactsFragment }) {
  const t = usePlansStrings();
  const words = useBillingWords();
  const format = useFormats();
  const { id: merchantId, may } = useMerchant();
  const archive = useAction(ArchivePlanDocument);
  const [archiving, setArchiving] = useState(false);
  const { status, onChain, supplyLimit, features } = plan;
  return (
    <>
      <PageHeader
        title={plan.name}
        description={plan.description}
        back={{ href: `/m/${merchantId}/plans`, label: t.back }}
        actions={
          <>
            <StateBadge word={words.plan[status]} />
            {status !== 'ARCHIVED' && may('ADMIN') && (
              <Button size="small" onClick={() => setArchiving(true)}>
                {t.archive}
              </Button>
            )}
          </>
        }
      />
      <div className="grid items-start gap-5 xl:grid-cols-[1fr_22rem]">
        <div className="flex flex-col gap-5">
          {status === 'DRAFT' && <PlanDraft plan={plan} />}
          <PlanPrices plan={plan} />
          <Card title={t.about}>
            <KeyValues
              items={[
                [t.created, format.dateTime(plan.createdAt)],
                [t.payoutFact, <Shortened key="payout" text={plan.payoutAddress} ends={12} />],
                [t.supply, supplyLimit ? t.periods(Number(supplyLimit)) : t.unlimited],
                Object.keys(features).length > 0 && [
                  t.features,
                  <Features key="features" features={features} />,
                ],
                !!onChain && [t.nft, <Shortened key="nft" text={onChain.nft} ends={12} />],
                !!onChain && [t.app, <Shortened key="app" text={onChain.subscriptionApp} ends={12} />],
              ]}
            />
          </Card>
        </div>
        {status === 'ACTIVE' && (
          <Card title={t.link} description={t.linkHint} stack>
            <QrCode text={plan.subscribeUrl} label={t.qr} className="mx-auto w-full max-w-56" />
            <p className="text-center text-sm wrap-anywhere">{plan.subscribeUrl}</p>
            <div className="flex flex-wrap justify-center gap-2">
              <CopyButton text={plan.subscribeUrl} />
              <LinkButton size="small" href={`/m/${merchantId}/subscriptions?plan=${plan.id}`}>
                {t.subscribers}
              </LinkButton>
            </div>
          </Card>
        )}
      </div>
      <ConfirmDialog
        open={archiving}
        onOpenChange={setArchiving}
        title={t.archiveTitle}
        action={t.archive}
        danger
        busy={archive.busy}
        onConfirm={async () => {
          const { data } = await archive.run({ planId: plan.id });
          if (data) setArchiving(false);
        }}
      >
        <p>{t.archiveText}</p>
        <ProblemText problem={archive.problem} />
      </ConfirmDialog>
    </>
  );
}

function Features({ features }: { readonly features: Readonly<Record<string, unknown>> }) {
  return (
    <ul>
      {Object.entries(features).map(([key, value]) => (
        <li key={key}>
          {key}
          {value !== true && `: ${String(value)}`}
        </li>
      ))}
    </ul>
  );
}
