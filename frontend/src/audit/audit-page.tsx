'use client';
import { useState } from 'react';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useFormats } from '../format/format-context.tsx';
import { useList } from '../graphql/use-list.ts';
import { Card } from '../ui/card.tsx';
import { Shortened } from '../ui/copy-button.tsx';
import { TextField } from '../ui/field.tsx';
import { ListCsvButton } from '../ui/list-csv-button.tsx';
import { ListView } from '../ui/list-view.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { EmptyState } from '../ui/states.tsx';
import { useDelayed } from '../ui/use-delayed.ts';
import { AuditLogDocument } from './audit.generated.ts';
import { useAuditStrings } from './audit-strings.ts';

/** What members, API keys and the product itself have changed at a merchant. */
export function AuditPage() {
  const t = useAuditStrings();
  const format = useFormats();
  const { id: merchantId } = useMerchant();
  const [action, setAction] = useState('');
  const [subject, setSubject] = useState('');
  const settledAction = useDelayed(action);
  const settledSubject = useDelayed(subject);
  const list = useList(
    AuditLogDocument,
    { merchantId, action: settledAction.trim() || null, subjectId: settledSubject.trim() || null },
    ({ auditLog }) => auditLog,
  );
  return (
    <>
      <PageHeader
        title={t.title}
        description={t.lead}
        actions={
          <ListCsvButton
            list={list}
            filename="audit-log.csv"
            columns={[
              { title: t.when, value: ({ at }) => at },
              { title: t.who, value: ({ actor }) => `${actor.kind.toLowerCase()} ${actor.id}` },
              { title: t.what, value: (entry) => entry.action },
              { title: t.about, value: ({ subjectId }) => subjectId },
              { title: t.details, value: ({ details }) => JSON.stringify(details) },
            ]}
          />
        }
      />
      <Card>
        <div className="mb-4 grid gap-4 sm:grid-cols-2">
          <TextField
            label={t.action}
            hint={t.actionHint}
            value={action}
            onChange={(event) => setAction(event.target.value)}
          />
          <TextField
            label={t.subject}
            hint={t.subjectHint}
            value={subject}
            onChange={(event) => setSubject(event.target.value)}
          />
        </div>
        <ListView
          list={list}
          caption={t.caption}
          rowKey={({ id }) => id}
          empty={<EmptyState title={t.emptyTitle}>{t.emptyText}</EmptyState>}
          columns={[
            { key: 'when', title: t.when, cell: ({ at }) => format.dateTime(at) },
            { key: 'what', title: t.what, cell: (entry) => <code>{entry.action}</code> },
            {
              key: 'who',
              title: t.who,
              cell: ({ actor }) => (
                <>
                  {t.kinds[actor.kind]} <Shortened text={actor.id} ends={8} />
                </>
              ),
            },
            {
              key: 'about',
              title: t.about,
              cell: ({ subjectId }) => <Shortened text={subjectId} ends={8} />,
            },
            {
              key: 'details',
              title: t.details,
              cell: ({ details }) => <Details details={details} />,
            },
          ]}
        />
      </Card>
    </>
  );
}

/** What was decided, name by name; what is nested stands as it was written. */
function Details({ details }: { readonly details: Readonly<Record<string, unknown>> }) {
  const entries = Object.entries(details);
  if (entries.length === 0) return '–';
  return (
    <ul className="text-sm">
      {entries.map(([name, value]) => (
        <li key={name}>
          <span className="text-soft">{name}:</span>{' '}
          {typeof value === 'string' ? value : JSON.stringify(value)}
        </li>
      ))}
    </ul>
  );
}
