'use client';
import { useState } from 'react';
import { useFormats } from '../../format/format-context.tsx';
import { useKeyedAction } from '../../graphql/use-action.ts';
import { useList } from '../../graphql/use-list.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { ListCsvButton } from '../../ui/list-csv-button.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { DecisionDialog } from '../decision-dialog.tsx';
import { useOperatorStrings } from '../operator-strings.ts';
import {
  FiatEntriesDocument,
  type FiatEntriesQuery,
  type FiatEntryResolution,
  type FiatEntryStatus,
  ResolveFiatEntryDocument,
} from './fiat.generated.ts';
import { useFiatStrings } from './fiat-strings.ts';

type Entry = FiatEntriesQuery['fiatEntries']['nodes'][number];

const WAITING: readonly FiatEntryStatus[] = ['UNMATCHED', 'RETURN_DUE'];

/** What the bank booked, with what fits nothing first. */
export function FiatPage() {
  const t = useFiatStrings();
  const o = useOperatorStrings();
  const format = useFormats();
  const [all, setAll] = useState(false);
  const [deciding, setDeciding] = useState<Entry>();
  const list = useList(
    FiatEntriesDocument,
    { statuses: all ? null : [...WAITING] },
    ({ fiatEntries }) => fiatEntries,
  );
  return (
    <>
      <PageHeader
        title={t.title}
        description={t.lead}
        actions={
          <ListCsvButton
            list={list}
            filename="bank-entries.csv"
            columns={[
              { title: o.when, value: ({ bookedAt }) => bookedAt },
              { title: o.amount, value: ({ amount }) => amount },
              { title: o.currency, value: ({ currency }) => currency },
              { title: t.reference, value: ({ reference }) => reference },
              { title: t.bank, value: ({ externalId }) => externalId },
              { title: o.status, value: ({ status }) => status },
            ]}
          />
        }
      />
      <Card>
        <div className="mb-4 max-w-56">
          <SelectField
            label={o.filter}
            value={all ? 'all' : 'waiting'}
            onChange={(event) => setAll(event.target.value === 'all')}
          >
            <option value="waiting">{t.waiting}</option>
            <option value="all">{o.all}</option>
          </SelectField>
        </div>
        <ListView
          list={list}
          caption={t.title}
          rowKey={({ id }) => id}
          empty={<EmptyState title={t.emptyTitle}>{t.emptyText}</EmptyState>}
          columns={[
            { key: 'reference', title: t.reference, cell: ({ reference }) => reference || '–' },
            { key: 'kind', title: t.bank, cell: ({ kind, externalId }) => `${t.kind[kind]}, ${externalId}` },
            { key: 'when', title: o.when, cell: ({ bookedAt }) => format.dateTime(bookedAt) },
            { key: 'status', title: o.status, cell: ({ status }) => <StateBadge word={t.status[status]} /> },
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
              cell: (entry) =>
                WAITING.includes(entry.status) && (
                  <Button size="small" onClick={() => setDeciding(entry)}>
                    {o.decide}
                  </Button>
                ),
            },
          ]}
        />
      </Card>
      {deciding && (
        <EntryDecision
          entry={deciding}
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

function EntryDecision({
  entry,
  onClose,
  onDone,
}: {
  readonly entry: Entry;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const t = useFiatStrings();
  const o = useOperatorStrings();
  const format = useFormats();
  const resolve = useKeyedAction(ResolveFiatEntryDocument);
  const choices: readonly FiatEntryResolution[] =
    entry.status === 'RETURN_DUE' ? ['TAKE_BACK', 'WRITE_OFF'] : ['CREDIT', 'DISMISS'];
  const [resolution, setResolution] = useState(choices[0] ?? 'DISMISS');
  const [expressBuyId, setPurchase] = useState('');
  return (
    <DecisionDialog
      title={t.decideTitle}
      action={o.decide}
      busy={resolve.busy}
      problem={resolve.problem}
      onClose={onClose}
      onDecide={async (note) => {
        const purchase = resolution === 'CREDIT' ? { expressBuyId } : {};
        const { data } = await resolve.run({ input: { entryId: entry.id, resolution, note, ...purchase } });
        if (data) onDone();
      }}
    >
      <p>
        {format.money(entry.amount, entry.currency)}, {entry.reference || entry.externalId}
      </p>
      <SelectField
        label={t.resolution}
        value={resolution}
        onChange={(event) => setResolution(choices.find((each) => each === event.target.value) ?? resolution)}
      >
        {choices.map((each) => (
          <option key={each} value={each}>
            {t.resolutions[each]}
          </option>
        ))}
      </SelectField>
      {resolution === 'CREDIT' && (
        <TextField
          label={t.purchase}
          required
          value={expressBuyId}
          onChange={(event) => setPurchase(event.target.value)}
        />
      )}
    </DecisionDialog>
  );
}
