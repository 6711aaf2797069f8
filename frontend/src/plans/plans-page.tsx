'use client';
import { useState } from 'react';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useFormats } from '../format/format-context.tsx';
import { useList } from '../graphql/use-list.ts';
import { LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { SelectField } from '../ui/field.tsx';
import { ListView } from '../ui/list-view.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { EmptyState } from '../ui/states.tsx';
import { useBillingWords } from '../words/billing-words.ts';
import { type PlanStatus, PlansDocument } from './plans.generated.ts';
import { usePlansStrings } from './plans-strings.ts';
import { usePriceText } from './use-price-text.ts';

const STATUSES: readonly PlanStatus[] = ['ACTIVE', 'DRAFT', 'ARCHIVED'];

export function PlansPage() {
  const t = usePlansStrings();
  const words = useBillingWords();
  const format = useFormats();
  const priceText = usePriceText();
  const { id: merchantId, may } = useMerchant();
  const [status, setStatus] = useState<PlanStatus | undefined>();
  const list = useList(PlansDocument, { merchantId, status: status ?? null }, ({ plans }) => plans);
  const create = may('ADMIN') && (
    <LinkButton look="primary" href={`/m/${merchantId}/plans/new`}>
      {t.create}
    </LinkButton>
  );
  return (
    <>
      <PageHeader title={t.title} description={t.lead} actions={create} />
      <Card>
        <div className="mb-4 max-w-56">
          <SelectField
            label={t.filter}
            value={status ?? ''}
            onChange={(event) => setStatus(STATUSES.find((each) => each === event.target.value))}
          >
            <option value="">{t.all}</option>
            {STATUSES.map((each) => (
              <option key={each} value={each}>
                {words.plan[each].text}
              </option>
            ))}
          </SelectField>
        </div>
        <ListView
          list={list}
          caption={t.caption}
          rowKey={({ id }) => id}
          href={({ id }) => `/m/${merchantId}/plans/${id}`}
          empty={
            <EmptyState title={t.emptyTitle} action={create}>
              {t.emptyText}
            </EmptyState>
          }
          columns={[
            { key: 'name', title: t.name, cell: ({ name }) => name },
            { key: 'price', title: t.price, cell: ({ price }) => priceText(price) },
            {
              key: 'supply',
              title: t.supply,
              cell: ({ supplyLimit }) => (supplyLimit ? format.number(BigInt(supplyLimit)) : t.unlimited),
            },
            { key: 'status', title: t.status, cell: (plan) => <StateBadge word={words.plan[plan.status]} /> },
          ]}
        />
      </Card>
    </>
  );
}
