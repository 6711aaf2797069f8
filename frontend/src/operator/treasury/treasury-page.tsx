'use client';
import { useState } from 'react';
import { useQuery } from 'urql';
import { useFormats } from '../../format/format-context.tsx';
import { useKeyedAction } from '../../graphql/use-action.ts';
import { useList } from '../../graphql/use-list.ts';
import { MeDocument } from '../../session/sign-in.generated.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Shortened } from '../../ui/copy-button.tsx';
import { ListCsvButton } from '../../ui/list-csv-button.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { EmptyState, ProblemText } from '../../ui/states.tsx';
import { useOperatorStrings } from '../operator-strings.ts';
import { NewMoveDialog } from './new-move-dialog.tsx';
import { PlatformAccounts } from './platform-accounts.tsx';
import {
  ConfirmTreasuryMoveDocument,
  PlatformAccountsDocument,
  RejectTreasuryMoveDocument,
  TreasuryMovesDocument,
} from './treasury.generated.ts';
import { useTreasuryStrings } from './treasury-strings.ts';

/** The platform's own accounts, and every move that operators made or propose. */
export function TreasuryPage() {
  const t = useTreasuryStrings();
  const o = useOperatorStrings();
  const format = useFormats();
  const [accounts, refetchAccounts] = useQuery({ query: PlatformAccountsDocument });
  const list = useList(TreasuryMovesDocument, {}, ({ treasuryMoves }) => treasuryMoves);
  const confirm = useKeyedAction(ConfirmTreasuryMoveDocument);
  const reject = useKeyedAction(RejectTreasuryMoveDocument);
  const [moving, setMoving] = useState(false);
  const [me] = useQuery({ query: MeDocument });
  const myId = me.data?.me.id;
  const again = () => {
    list.refetch();
    refetchAccounts({ requestPolicy: 'network-only' });
  };
  const decide = async (action: typeof confirm | typeof reject, moveId: string) => {
    const { data } = await action.run({ moveId });
    if (data) again();
  };
  return (
    <>
      <PageHeader
        title={t.title}
        description={t.lead}
        actions={
          <Button look="primary" onClick={() => setMoving(true)}>
            {t.newMove}
          </Button>
        }
      />
      <div className="flex flex-col gap-5">
        <Card title={t.accounts}>
          <Loaded result={accounts} onRetry={refetchAccounts}>
            {({ platformAccounts }) => <PlatformAccounts accounts={platformAccounts} />}
          </Loaded>
        </Card>
        <Card
          title={t.moves}
          actions={
            <ListCsvButton
              list={list}
              filename="treasury-moves.csv"
              columns={[
                { title: o.when, value: ({ proposedAt }) => proposedAt },
                { title: t.move, value: ({ kind }) => kind },
                { title: o.amount, value: ({ amount }) => amount },
                { title: o.currency, value: ({ currency }) => currency },
                { title: o.reason, value: ({ reason }) => reason },
                { title: o.status, value: ({ status }) => status },
              ]}
            />
          }
        >
          <ProblemText problem={confirm.problem ?? reject.problem} />
          <ListView
            list={list}
            caption={t.moves}
            rowKey={({ id }) => id}
            empty={<EmptyState title={t.emptyTitle}>{t.emptyText}</EmptyState>}
            columns={[
              { key: 'move', title: t.move, cell: ({ kind }) => t.kinds[kind] },
              { key: 'reason', title: o.reason, cell: ({ reason }) => reason },
              {
                key: 'by',
                title: t.proposedBy,
                cell: ({ proposedBy }) => <Shortened text={proposedBy} ends={6} />,
              },
              { key: 'when', title: o.when, cell: ({ proposedAt }) => format.dateTime(proposedAt) },
              {
                key: 'status',
                title: o.status,
                cell: ({ status }) => <StateBadge word={t.status[status]} />,
              },
              {
                key: 'amount',
                title: o.amount,
                numeric: true,
                cell: ({ amount, currency }) => format.money(amount, currency),
              },
              {
                key: 'actions',
                title: o.actions,
                numeric: true,
                cell: ({ id, status, proposedBy }) =>
                  status === 'PROPOSED' && (
                    <span className="flex justify-end gap-1">
                      {proposedBy !== myId && (
                        <Button size="small" busy={confirm.busy} onClick={() => decide(confirm, id)}>
                          {t.confirm}
                        </Button>
                      )}
                      <Button size="small" look="quiet" busy={reject.busy} onClick={() => decide(reject, id)}>
                        {proposedBy === myId ? t.takeBack : t.reject}
                      </Button>
                    </span>
                  ),
              },
            ]}
          />
        </Card>
      </div>
      {moving && (
        <NewMoveDialog
          onClose={() => setMoving(false)}
          onDone={() => {
            setMoving(false);
            again();
          }}
        />
      )}
    </>
  );
}
