'use client';
import { useCallback, useState } from 'react';
import { useQuery } from 'urql';
import { useFormats } from '../../format/format-context.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { useRefresh } from '../../ui/use-refresh.ts';
import { DeadJobs } from './dead-jobs.tsx';
import { JobQueuesDocument } from './jobs.generated.ts';
import { useJobsStrings } from './jobs-strings.ts';
import { splitQueues } from './split-queues.ts';

const REFRESH_MS = 5_000;

/** The queues, and the dead letters of each. */
export function JobsPage() {
  const t = useJobsStrings();
  const format = useFormats();
  const [result, execute] = useQuery({ query: JobQueuesDocument });
  const refresh = useCallback(() => execute({ requestPolicy: 'network-only' }), [execute]);
  useRefresh(refresh, REFRESH_MS);
  const [queue, setQueue] = useState<string>();
  const [showsIdle, setShowsIdle] = useState(false);
  return (
    <>
      <PageHeader title={t.title} description={t.lead} />
      <div className="flex flex-col gap-5">
        <DeadJobs
          queues={(result.data?.jobQueues ?? []).filter(({ dead }) => dead > 0).map((each) => each.queue)}
          queue={queue}
          onQueue={setQueue}
          onChange={refresh}
        />
        <Card title={t.queues}>
          <Loaded result={result} onRetry={refresh}>
            {({ jobQueues }) => {
              const { busy, idle } = splitQueues(jobQueues);
              const shown = showsIdle ? [...busy, ...idle] : busy;
              return (
                <>
                  {busy.length === 0 && <p className="text-soft">{t.quiet}</p>}
                  {shown.length > 0 && (
                    <DataTable
                      caption={t.queues}
                      rows={shown}
                      rowKey={(each) => each.queue}
                      columns={[
                        {
                          key: 'queue',
                          title: t.queue,
                          cell: (each) => <code className="text-sm">{each.queue}</code>,
                        },
                        {
                          key: 'waiting',
                          title: t.waiting,
                          cell: ({ dueSince }) => (dueSince ? format.relative(dueSince, new Date()) : '–'),
                        },
                        { key: 'due', title: t.due, numeric: true, cell: ({ due }) => format.number(due) },
                        {
                          key: 'active',
                          title: t.active,
                          numeric: true,
                          cell: ({ active }) => format.number(active),
                        },
                        {
                          key: 'deferred',
                          title: t.deferred,
                          numeric: true,
                          cell: ({ deferred }) => format.number(deferred),
                        },
                        {
                          key: 'dead',
                          title: t.dead,
                          numeric: true,
                          cell: ({ dead }) =>
                            dead > 0 ? <Badge tone="bad">{format.number(dead)}</Badge> : '0',
                        },
                      ]}
                    />
                  )}
                  {idle.length > 0 && (
                    <Button
                      size="small"
                      look="quiet"
                      className="mt-3"
                      aria-expanded={showsIdle}
                      onClick={() => setShowsIdle(!showsIdle)}
                    >
                      {showsIdle ? t.hideIdle : t.showIdle(idle.length)}
                    </Button>
                  )}
                </>
              );
            }}
          </Loaded>
        </Card>
      </div>
    </>
  );
}
