'use client';
import { useState } from 'react';
import { useFormats } from '../../format/format-context.tsx';
import { useAction } from '../../graphql/use-action.ts';
import { useList } from '../../graphql/use-list.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { SelectField } from '../../ui/field.tsx';
import { ListCsvButton } from '../../ui/list-csv-button.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { EmptyState, ProblemText } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { DecisionDialog } from '../decision-dialog.tsx';
import { useOperatorStrings } from '../operator-strings.ts';
import {
  DeadJobsDocument,
  DiscardDeadJobDocument,
  ReplayDeadJobDocument,
  ReplayDeadJobsDocument,
} from './jobs.generated.ts';
import { useJobsStrings } from './jobs-strings.ts';

/** Jobs that were given up: what each was about, why it failed, and to replay or discard it. */
export function DeadJobs({
  queues,
  queue,
  onQueue,
  onChange,
}: {
  /** Those that have some. */
  readonly queues: readonly string[];
  readonly queue: string | undefined;
  readonly onQueue: (queue: string | undefined) => void;
  readonly onChange: () => void;
}) {
  const t = useJobsStrings();
  const o = useOperatorStrings();
  const format = useFormats();
  const toast = useToast();
  const list = useList(DeadJobsDocument, { queue: queue ?? null }, ({ deadJobs }) => deadJobs);
  const replay = useAction(ReplayDeadJobDocument);
  const replayAll = useAction(ReplayDeadJobsDocument);
  const discard = useAction(DiscardDeadJobDocument);
  const [discarding, setDiscarding] = useState<string>();
  const done = () => {
    list.refetch();
    onChange();
  };
  return (
    <Card
      title={t.letters}
      description={t.lettersHint}
      actions={
        <ListCsvButton
          list={list}
          filename="dead-jobs.csv"
          columns={[
            { title: t.queue, value: (job) => job.queue },
            { title: t.givenUp, value: ({ givenUpAt }) => givenUpAt },
            { title: t.error, value: ({ error }) => error ?? '' },
            { title: t.payload, value: ({ payload }) => JSON.stringify(payload) },
          ]}
        />
      }
    >
      {queues.length > 0 && (
        <div className="mb-4 flex flex-wrap items-end gap-3">
          <div className="min-w-56">
            <SelectField
              label={t.queue}
              value={queue ?? ''}
              onChange={(event) => onQueue(event.target.value || undefined)}
            >
              <option value="">{o.all}</option>
              {queues.map((each) => (
                <option key={each}>{each}</option>
              ))}
            </SelectField>
          </div>
          {queue !== undefined && (
            <Button
              busy={replayAll.busy}
              onClick={async () => {
                const { data } = await replayAll.run({ queue });
                if (!data) return;
                toast.good(t.replayed(data.replayDeadJobs));
                onQueue(undefined);
                done();
              }}
            >
              {t.replayAll}
            </Button>
          )}
        </div>
      )}
      <ProblemText problem={replay.problem ?? replayAll.problem} />
      <ListView
        list={list}
        caption={t.letters}
        rowKey={({ id }) => id}
        empty={<EmptyState title={t.emptyTitle}>{t.emptyText}</EmptyState>}
        columns={[
          { key: 'queue', title: t.queue, cell: (job) => <code className="text-sm">{job.queue}</code> },
          { key: 'error', title: t.error, cell: ({ error }) => error ?? '–' },
          {
            key: 'payload',
            title: t.payload,
            cell: ({ payload }) => (
              <code className="text-xs break-all">{payload ? JSON.stringify(payload) : '–'}</code>
            ),
          },
          {
            key: 'attempts',
            title: t.attempts,
            numeric: true,
            cell: ({ attempts }) => format.number(attempts),
          },
          { key: 'when', title: t.givenUp, cell: ({ givenUpAt }) => format.dateTime(givenUpAt) },
          {
            key: 'actions',
            title: o.actions,
            numeric: true,
            cell: ({ id }) => (
              <span className="flex flex-wrap justify-end gap-1">
                <Button
                  size="small"
                  busy={replay.busy}
                  onClick={async () => {
                    const { data } = await replay.run({ id });
                    if (!data) return;
                    toast.good(t.replayed(1));
                    done();
                  }}
                >
                  {t.replay}
                </Button>
                <Button size="small" look="quiet" onClick={() => setDiscarding(id)}>
                  {t.discard}
                </Button>
              </span>
            ),
          },
        ]}
      />
      {discarding && (
        <DecisionDialog
          title={t.discardTitle}
          action={t.discard}
          danger
          busy={discard.busy}
          problem={discard.problem}
          onClose={() => setDiscarding(undefined)}
          onDecide={async (reason) => {
            const { data } = await discard.run({ id: discarding, reason });
            if (!data) return;
            setDiscarding(undefined);
            done();
          }}
        >
          <p>{t.discardText}</p>
        </DecisionDialog>
      )}
    </Card>
  );
}
