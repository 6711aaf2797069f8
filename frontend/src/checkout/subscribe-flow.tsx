'use client';
import { useQuery } from 'urql';
import { PersonSession } from '../session/session-context.tsx';
import { useSettings } from '../settings/settings-context.tsx';
import { ConnectionBanner } from '../shell/connection-banner.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Notice } from '../ui/notice.tsx';
import { Skeleton } from '../ui/states.tsx';
import { DevelopmentBar } from './development-bar.tsx';
import type { PriceOnOffer } from './offer.ts';
import { usePanelStrings } from './panel-strings.ts';
import { Purchase } from './purchase.tsx';
import { SignedInHere } from './signed-in-here.tsx';
import { OwnSubscriptionsToPlanDocument } from './subscribe.generated.ts';
import { useSubscribeStrings } from './subscribe-strings.ts';

interface SubscribeFlowProps {
  readonly planId: string;
  readonly price: PriceOnOffer | undefined;
  readonly initialTransactionId: string | undefined;
}

/** From signing in to the subscription. */
export default function SubscribeFlow(props: SubscribeFlowProps) {
  const { signIn } = usePanelStrings();
  const { devWallet } = useSettings();
  return (
    <PersonSession>
      <ConnectionBanner />
      <div className="border-t border-line pt-5">
        <SignedInHere title={signIn.subscribe}>
          <Begin {...props} />
        </SignedInHere>
      </div>
      {devWallet && <DevelopmentBar />}
    </PersonSession>
  );
}

/** Whoever has the plan is told so; whoever has begun to buy it goes on where they were. */
function Begin({ planId, price, initialTransactionId }: SubscribeFlowProps) {
  const [result, refetch] = useQuery({ query: OwnSubscriptionsToPlanDocument, variables: { planId } });
  return (
    <Loaded
      result={result}
      onRetry={() => refetch({ requestPolicy: 'network-only' })}
      skeleton={<Skeleton className="h-32 w-full" />}
    >
      {({ mySubscriptions: { nodes } }) => {
        const living = nodes.find(({ status }) => status !== 'CANCELED' && status !== 'EXPIRED');
        const bought = living !== undefined && living.status !== 'INCOMPLETE';
        if (bought && initialTransactionId === undefined) return <Already />;
        return (
          <Purchase
            planId={planId}
            price={price}
            initialTransactionId={initialTransactionId}
            already={<Already />}
          />
        );
      }}
    </Loaded>
  );
}

function Already() {
  const t = useSubscribeStrings();
  return (
    <Notice
      tone="good"
      title={t.already}
      actions={
        <LinkButton href="/subscriptions" prefetch={false}>
          {t.toSubscriptions}
        </LinkButton>
      }
    >
      {t.alreadyText}
    </Notice>
  );
}
