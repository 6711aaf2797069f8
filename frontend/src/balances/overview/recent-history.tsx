'use client';
import { useList } from '../../graphql/use-list.ts';
import { LinkButton } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { WalletHistoryDocument } from '../history/history.generated.ts';
import { HistoryList } from '../history/history-list.tsx';
import { useFresh } from '../shared/use-fresh.ts';
import { useOverviewStrings } from './overview-strings.ts';

/** The last few things that changed a balance. */
export function RecentHistory() {
  const t = useOverviewStrings();
  const list = useList(WalletHistoryDocument, { first: 6 }, ({ walletHistory }) => walletHistory);
  useFresh(list.refetch);
  return (
    <Card
      title={t.recent}
      actions={
        <LinkButton size="small" href="/wallet/history">
          {t.allHistory}
        </LinkButton>
      }
    >
      <HistoryList
        list={{ ...list, hasMore: false }}
        empty={<p className="py-6 text-center text-soft">{t.noHistory}</p>}
      />
    </Card>
  );
}
