'use client';
import { useState } from 'react';
import { useFormats } from '../../format/format-context.tsx';
import { useList } from '../../graphql/use-list.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Shortened } from '../../ui/copy-button.tsx';
import { SelectField } from '../../ui/field.tsx';
import { ListCsvButton } from '../../ui/list-csv-button.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useOperatorStrings } from '../operator-strings.ts';
import { type Decision, WithdrawalDecision } from './withdrawal-decision.tsx';
import {
  type QueuedWithdrawalFactsFragment,
  WithdrawalQueueDocument,
  type WithdrawalStatus,
} from './withdrawals.generated.ts';
import { useWithdrawalsStrings } from './withdrawals-strings.ts';

/** The withdrawals that wait for operators, and what became of others. */
export function WithdrawalsPage() {
  const t = useWithdrawalsStrings();
  const o = useOperatorStrings();
  const format = useFormats();
  const [status, setStatus] = useState<WithdrawalStatus | ''>('REQUESTED');
  const list = useList(
    WithdrawalQueueDocument,
    { status: status || null },
    ({ withdrawalQueue }) => withdrawalQueue,
  );
  const [deciding, setDeciding] = useState<{
    readonly of: QueuedWithdrawalFactsFragment;
    readonly how: Decision;
  }>();
  const statuses = Object.keys(t.status) as WithdrawalStatus[];
  return (
    <>
      <PageHeader
        title={t.title}
        description={t.lead}
        actions={
          <ListCsvButton
            list={list}
            filename="withdrawals.csv"
            columns={[
              { title: 'id', value: ({ id }) => id },
              { title: o.when, value: ({ createdAt }) => createdAt },
              { title: o.person, value: ({ personId }) => personId },
              { title: t.asset, value: ({ asset }) => asset },
              { title: o.amount, value: ({ amount }) => amount },
              { title: o.currency, value: ({ currency }) => currency },
              { title: t.address, value: ({ address }) => address },
              { title: o.status, value: (each) => each.status },
            ]}
          />
        }
      />
      <Card>
        <div className="mb-4 max-w-56">
          <SelectField
            label={o.filter}
            value={status}
            onChange={(event) => setStatus(statuses.find((each) => each === event.target.value) ?? '')}
          >
            <option value="">{o.all}</option>
            {statuses.map((each) => (
              <option key={each} value={each}>
                {t.status[each].text}
              </option>
            ))}
          </SelectField>
        </div>
        <ListView
          list={list}
          caption={t.title}
          rowKey={({ id }) => id}
          empty={<EmptyState title={t.emptyTitle}>{t.emptyText}</EmptyState>}
          columns={[
            {
              key: 'asset',
              title: t.asset,
              cell: ({ asset }) => <span className="whitespace-nowrap">{asset.toUpperCase()}</span>,
            },
            { key: 'when', title: o.when, cell: ({ createdAt }) => format.dateTime(createdAt) },
            {
              key: 'person',
              title: o.person,
              cell: ({ personId }) => <Shortened text={personId} ends={6} />,
            },
            {
              key: 'address',
              title: t.address,
              cell: ({ address }) => <Shortened text={address} ends={8} />,
            },
            {
              key: 'status',
              title: o.status,
              cell: ({ status: state, problem }) => (
                <>
                  <StateBadge word={t.status[state]} />
                  {problem && <span className="block text-sm text-soft">{problem}</span>}
                </>
              ),
            },
            {
              key: 'approvals',
              title: t.approvals,
              cell: ({ approvals, approvalsNeeded }) => t.approvalsOf(approvals, approvalsNeeded),
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
              cell: (row) => (
                <span className="flex flex-wrap justify-end gap-1">
                  {row.status === 'REQUESTED' && (
                    <>
                      <Button
                        size="small"
                        look="primary"
                        onClick={() => setDeciding({ of: row, how: 'approve' })}
                      >
                        {t.approve}
                      </Button>
                      <Button
                        size="small"
                        look="quiet"
                        onClick={() => setDeciding({ of: row, how: 'reject' })}
                      >
                        {t.reject}
                      </Button>
                    </>
                  )}
                  {row.status === 'UNKNOWN' && (
                    <Button size="small" onClick={() => setDeciding({ of: row, how: 'reconcile' })}>
                      {t.reconcile}
                    </Button>
                  )}
                </span>
              ),
            },
          ]}
        />
      </Card>
      {deciding && (
        <WithdrawalDecision
          withdrawal={deciding.of}
          how={deciding.how}
          onClose={() => setDeciding(undefined)}
          onDone={() => {
            setDeciding(undefined);
            list.refetch();
          }}
        />
      )}
    </>
  );
}
