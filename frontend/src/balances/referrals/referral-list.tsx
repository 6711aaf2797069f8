'use client';
import { useFormats } from '../../format/format-context.tsx';
import { useList } from '../../graphql/use-list.ts';
import { Card } from '../../ui/card.tsx';
import { ListCsvButton } from '../../ui/list-csv-button.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { MyReferralsDocument } from './referrals.generated.ts';
import { useReferralsStrings } from './referrals-strings.ts';

/** Who came here through the person: the end of their address, and when. */
export function ReferralList() {
  const t = useReferralsStrings();
  const format = useFormats();
  const list = useList(MyReferralsDocument, {}, ({ myReferrals }) => myReferrals);
  return (
    <Card
      title={t.people}
      actions={
        <ListCsvButton
          list={list}
          filename="referrals.csv"
          columns={[
            { title: 'id', value: ({ id }) => id },
            { title: t.hint, value: ({ hint }) => hint },
            { title: t.since, value: ({ createdAt }) => createdAt },
          ]}
        />
      }
    >
      <ListView
        list={list}
        caption={t.people}
        rowKey={({ id }) => id}
        empty={<EmptyState title={t.noPeopleTitle}>{t.noPeopleText}</EmptyState>}
        columns={[
          { key: 'hint', title: t.hint, cell: ({ hint }) => <span className="font-mono">…{hint}</span> },
          { key: 'since', title: t.since, cell: ({ createdAt }) => format.dateTime(createdAt) },
        ]}
      />
    </Card>
  );
}
