'use client';
import { useState } from 'react';
import { useFormats } from '../../format/format-context.tsx';
import { useList } from '../../graphql/use-list.ts';
import { Card } from '../../ui/card.tsx';
import { Shortened } from '../../ui/copy-button.tsx';
import { TextField } from '../../ui/field.tsx';
import { ListCsvButton } from '../../ui/list-csv-button.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useDelayed } from '../../ui/use-delayed.ts';
import { useOperatorStrings } from '../operator-strings.ts';
import { InstallationAuditLogDocument } from './audit.generated.ts';
import { type AuditFilters, describeDetails, EMPTY_FILTERS, toVariables } from './audit-filters.ts';
import { useAuditSearchStrings } from './audit-strings.ts';

export function AuditSearchPage() {
  const t = useAuditSearchStrings();
  const o = useOperatorStrings();
  const format = useFormats();
  const [filters, setFilters] = useState(EMPTY_FILTERS);
  const settled = useDelayed(filters);
  const list = useList(
    InstallationAuditLogDocument,
    toVariables(settled),
    ({ installationAuditLog }) => installationAuditLog,
  );
  const field = (name: keyof AuditFilters, label: string, type = 'text') => (
    <TextField
      label={label}
      type={type}
      value={filters[name]}
      onChange={(event) => setFilters({ ...filters, [name]: event.target.value })}
    />
  );
  return (
    <>
      <PageHeader
        title={t.title}
        description={t.lead}
        actions={
          <ListCsvButton
            list={list}
            filename="installation-audit-log.csv"
            columns={[
              { title: o.when, value: ({ at }) => at },
              { title: t.who, value: ({ actor }) => `${actor.kind.toLowerCase()} ${actor.id}` },
              { title: t.what, value: ({ action }) => action },
              { title: t.about, value: ({ subjectId }) => subjectId },
              { title: t.merchant, value: ({ merchantId }) => merchantId ?? '' },
              { title: t.details, value: ({ details }) => JSON.stringify(details) },
            ]}
          />
        }
      />
      <Card stack>
        <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
          {field('action', t.action)}
          {field('actorId', t.actor)}
          {field('subjectId', t.subject)}
          {field('merchantId', t.merchant)}
          {field('from', t.from, 'date')}
          {field('to', t.to, 'date')}
        </div>
        <ListView
          list={list}
          caption={t.caption}
          rowKey={({ id }) => id}
          empty={<EmptyState title={t.emptyTitle}>{t.emptyText}</EmptyState>}
          columns={[
            {
              key: 'when',
              title: o.when,
              cell: ({ at }) => <span className="md:whitespace-nowrap">{format.dateTime(at)}</span>,
            },
            {
              key: 'what',
              title: t.what,
              cell: ({ action }) => <code className="text-sm md:whitespace-nowrap">{action}</code>,
            },
            {
              key: 'who',
              title: t.who,
              cell: ({ actor }) => (
                <>
                  {t.kinds[actor.kind]} <Shortened text={actor.id} ends={6} />
                </>
              ),
            },
            {
              key: 'about',
              title: t.about,
              cell: ({ subjectId }) => <Shortened text={subjectId} ends={6} />,
            },
            {
              key: 'details',
              title: t.details,
              cell: ({ details }) => (
                <span className="text-sm text-soft">{describeDetails(details).join(', ') || '–'}</span>
              ),
            },
          ]}
        />
      </Card>
    </>
  );
}
