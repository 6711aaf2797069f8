'use client';
import { useCallback } from 'react';
import { useQuery } from 'urql';
import { useFormats } from '../../format/format-context.tsx';
import { Card } from '../../ui/card.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { SkeletonRows } from '../../ui/states.tsx';
import { useRefresh } from '../../ui/use-refresh.ts';
import { ChainCard } from './chain-card.tsx';
import { SystemHealthDocument } from './health.generated.ts';
import { useHealthStrings } from './health-strings.ts';
import { LedgerCard } from './ledger-card.tsx';
import { ProverCard } from './prover-card.tsx';
import { Verdict } from './verdict.tsx';

const REFRESH_MS = 5_000;

/** The one page that says what is wrong and what to do. */
export function HealthPage() {
  const t = useHealthStrings();
  const format = useFormats();
  const [result, execute] = useQuery({ query: SystemHealthDocument });
  const refresh = useCallback(() => execute({ requestPolicy: 'network-only' }), [execute]);
  useRefresh(refresh, REFRESH_MS);
  return (
    <>
      <PageHeader
        title={t.title}
        description={t.lead}
        actions={result.data && <StateBadge word={t.status[result.data.systemHealth.status]} />}
      />
      <Loaded result={result} onRetry={refresh} skeleton={<SkeletonRows rows={10} />}>
        {({ systemHealth: { checks, processes }, chainStatus, proverQueue, ledgerCheck }) => (
          <div className="flex flex-col gap-5">
            <Verdict checks={checks} booksChecked={ledgerCheck !== null} />
            <div className="grid items-start gap-5 xl:grid-cols-2">
              <ChainCard chain={chainStatus} />
              <div className="flex flex-col gap-5">
                <ProverCard queue={proverQueue} />
                <LedgerCard check={ledgerCheck} onStarted={refresh} />
              </div>
            </div>
            <Card title={t.parts}>
              <ul className="divide-y divide-line">
                {checks.map(({ name, status, what }) => (
                  <li
                    key={name}
                    className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 py-2"
                  >
                    <span className="min-w-0">
                      <code className="text-sm">{name}</code>{' '}
                      <span className="text-soft wrap-anywhere">{what}</span>
                    </span>
                    <StateBadge word={t.status[status]} />
                  </li>
                ))}
              </ul>
            </Card>
            <Card title={t.processes}>
              <DataTable
                caption={t.processes}
                rows={processes}
                rowKey={({ role, startedAt, seenAt }) => `${role} ${startedAt} ${seenAt}`}
                columns={[
                  { key: 'role', title: t.role, cell: ({ role }) => role },
                  { key: 'version', title: t.version, cell: ({ version }) => version },
                  { key: 'running', title: t.running, cell: ({ startedAt }) => format.dateTime(startedAt) },
                  { key: 'seen', title: t.seen, cell: ({ seenAt }) => format.relative(seenAt, new Date()) },
                ]}
              />
            </Card>
          </div>
        )}
      </Loaded>
    </>
  );
}
