'use client';
import { useState } from 'react';
import { useFormats } from '../../format/format-context.tsx';
import { useList } from '../../graphql/use-list.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { SelectField } from '../../ui/field.tsx';
import { ListCsvButton } from '../../ui/list-csv-button.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useOperatorStrings } from '../operator-strings.ts';
import type { Review } from './review.ts';
import { ReviewDecision } from './review-decision.tsx';
import { type DepositReviewStatus, DepositReviewsDocument } from './reviews.generated.ts';
import { useReviewsStrings } from './reviews-strings.ts';

export function ReviewsPage() {
  const t = useReviewsStrings();
  const o = useOperatorStrings();
  const format = useFormats();
  const [status, setStatus] = useState<DepositReviewStatus | ''>('OPEN');
  const [deciding, setDeciding] = useState<Review>();
  const list = useList(
    DepositReviewsDocument,
    { status: status || null },
    ({ depositReviews }) => depositReviews,
  );
  const statuses = Object.keys(t.status) as DepositReviewStatus[];
  return (
    <>
      <PageHeader
        title={t.title}
        description={t.lead}
        actions={
          <ListCsvButton
            list={list}
            filename="deposit-reviews.csv"
            columns={[
              { title: o.when, value: ({ createdAt }) => createdAt },
              { title: t.received, value: ({ received }) => received },
              { title: t.reason, value: ({ reason }) => reason },
              { title: t.reference, value: ({ provider, reference }) => `${provider} ${reference}` },
              { title: o.status, value: (review) => review.status },
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
            { key: 'received', title: t.received, cell: ({ received }) => received },
            { key: 'reason', title: t.reason, cell: ({ reason }) => t.reasons[reason] ?? reason },
            {
              key: 'reference',
              title: t.reference,
              cell: ({ provider, reference }) => `${provider} ${reference}`,
            },
            { key: 'when', title: o.when, cell: ({ createdAt }) => format.dateTime(createdAt) },
            {
              key: 'status',
              title: o.status,
              cell: (review) => <StateBadge word={t.status[review.status]} />,
            },
            {
              key: 'actions',
              title: o.actions,
              numeric: true,
              cell: (review) =>
                review.status === 'OPEN' && (
                  <Button size="small" onClick={() => setDeciding(review)}>
                    {o.decide}
                  </Button>
                ),
            },
          ]}
        />
      </Card>
      {deciding && (
        <ReviewDecision
          review={deciding}
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
