'use client';
import { useState } from 'react';
import { useKeyedAction } from '../../graphql/use-action.ts';
import { useList } from '../../graphql/use-list.ts';
import { useCommonStrings } from '../../strings/common.ts';
import { Button } from '../../ui/button.tsx';
import { ListCsvButton } from '../../ui/list-csv-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { EmptyState, ProblemNotice, SkeletonRows } from '../../ui/states.tsx';
import { DecisionDialog } from '../decision-dialog.tsx';
import { useOperatorStrings } from '../operator-strings.ts';
import { DisputeCard } from './dispute-card.tsx';
import {
  DisputedTradesDocument,
  type P2pDisputeOutcome,
  ResolveDisputeDocument,
} from './disputes.generated.ts';
import { useDisputesStrings } from './disputes-strings.ts';

/** Disputed trades, oldest first, each with all there is to decide by. */
export function DisputesPage() {
  const t = useDisputesStrings();
  const o = useOperatorStrings();
  const c = useCommonStrings();
  const list = useList(DisputedTradesDocument, {}, ({ disputedP2pTrades }) => disputedP2pTrades);
  const resolve = useKeyedAction(ResolveDisputeDocument);
  const [deciding, setDeciding] = useState<{
    readonly tradeId: string;
    readonly outcome: P2pDisputeOutcome;
  }>();
  const { rows, error } = list;
  return (
    <>
      <PageHeader
        title={t.title}
        description={t.lead}
        actions={
          <ListCsvButton
            list={list}
            filename="disputes.csv"
            columns={[
              { title: 'id', value: ({ id }) => id },
              { title: o.when, value: ({ disputedAt }) => disputedAt ?? '' },
              { title: t.buyer, value: ({ buyer }) => buyer.personId },
              { title: t.seller, value: ({ seller }) => seller.personId },
              { title: o.amount, value: ({ amount }) => amount },
              { title: o.currency, value: ({ currency }) => currency },
              { title: t.says, value: ({ disputeReason }) => disputeReason ?? '' },
            ]}
          />
        }
      />
      {error && <ProblemNotice error={error} onRetry={list.refetch} />}
      {rows === undefined && !error && <SkeletonRows rows={6} />}
      {rows?.length === 0 && <EmptyState title={t.emptyTitle}>{t.emptyText}</EmptyState>}
      <div className="flex flex-col gap-5">
        {rows?.map((trade) => (
          <DisputeCard
            key={trade.id}
            trade={trade}
            onDecide={(outcome) => setDeciding({ tradeId: trade.id, outcome })}
          />
        ))}
      </div>
      {list.hasMore && (
        <div className="mt-4 flex justify-center">
          <Button busy={list.loadingMore} onClick={list.loadMore}>
            {c.more}
          </Button>
        </div>
      )}
      {deciding && (
        <DecisionDialog
          title={t.decideTitle}
          action={deciding.outcome === 'BUYER' ? t.toBuyer : t.toSeller}
          danger
          busy={resolve.busy}
          problem={resolve.problem}
          onClose={() => setDeciding(undefined)}
          onDecide={async (reason) => {
            const { data } = await resolve.run({ ...deciding, reason });
            if (!data) return;
            setDeciding(undefined);
            list.refetch();
          }}
        >
          <p>{deciding.outcome === 'BUYER' ? t.toBuyerText : t.toSellerText}</p>
        </DecisionDialog>
      )}
    </>
  );
}
