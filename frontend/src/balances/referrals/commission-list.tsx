'use client';
import { useFormats } from '../../format/format-context.tsx';
import { useList } from '../../graphql/use-list.ts';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { ListCsvButton } from '../../ui/list-csv-button.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useFresh } from '../shared/use-fresh.ts';
import { useWalletWords } from '../shared/wallet-words.ts';
import { MyCommissionsDocument } from './referrals.generated.ts';
import { useReferralsStrings } from './referrals-strings.ts';

/** The shares of fees that the person was credited. */
export function CommissionList() {
  const t = useReferralsStrings();
  const words = useWalletWords();
  const format = useFormats();
  const list = useList(MyCommissionsDocument, {}, ({ myCommissions }) => myCommissions);
  useFresh(list.refetch);
  return (
    <Card
      title={t.commissions}
      actions={
        <ListCsvButton
          list={list}
          filename="commissions.csv"
          columns={[
            { title: 'id', value: ({ id }) => id },
            { title: words.when, value: ({ createdAt }) => createdAt },
            { title: words.currency, value: ({ currency }) => currency },
            { title: words.amount, value: ({ amount }) => amount },
            { title: t.takenBack, value: ({ takenBackAt }) => takenBackAt ?? '' },
          ]}
        />
      }
    >
      <ListView
        list={list}
        caption={t.commissions}
        rowKey={({ id }) => id}
        empty={<EmptyState title={t.noCommissionsTitle}>{t.noCommissionsText}</EmptyState>}
        columns={[
          { key: 'at', title: words.when, cell: ({ createdAt }) => format.dateTime(createdAt) },
          {
            key: 'status',
            title: words.status,
            cell: ({ takenBackAt }) =>
              takenBackAt ? <Badge>{t.takenBack}</Badge> : <Badge tone="good">{t.credited}</Badge>,
          },
          {
            key: 'amount',
            title: words.amount,
            numeric: true,
            cell: ({ amount, currency }) => format.money(amount, currency),
          },
        ]}
      />
    </Card>
  );
}
