'use client';
import { type ReactNode, useCallback } from 'react';
import { useQuery } from 'urql';
import { toApiProblem } from '../graphql/api-problem.ts';
import { AccountMenu } from '../shell/account-menu.tsx';
import { AppShell } from '../shell/app-shell.tsx';
import { EmptyState } from '../ui/states.tsx';
import { useRefresh } from '../ui/use-refresh.ts';
import { OperatorNavigationDocument } from './operator.generated.ts';
import { useOperatorStrings } from './operator-strings.ts';

const REFRESH_MS = 30_000;

/** The frame of the pages of operators; others are told who makes somebody one. */
export function OperatorShell({ children }: { readonly children: ReactNode }) {
  const t = useOperatorStrings();
  const [{ data, error }, execute] = useQuery({ query: OperatorNavigationDocument });
  useRefresh(
    useCallback(() => execute({ requestPolicy: 'network-only' }), [execute]),
    REFRESH_MS,
  );
  const refused =
    error !== undefined && ['FORBIDDEN', 'OPERATOR_REQUIRED'].includes(toApiProblem(error).code);
  const item = (page: keyof typeof t.nav, count?: number) => ({
    href: page === 'health' ? '/operator' : `/operator/${page}`,
    label: t.nav[page],
    count,
  });
  return (
    <AppShell
      label={t.label}
      account={<AccountMenu />}
      top={<p className="px-3 font-semibold">{t.installation}</p>}
      groups={
        refused
          ? []
          : [
              { title: t.groups.state, items: [item('health'), item('jobs')] },
              {
                title: t.groups.decide,
                items: [
                  item('withdrawals', data?.withdrawalQueue.nodes.length),
                  item('disputes', data?.disputedP2pTrades.nodes.length),
                  item('reviews', data?.depositReviews.nodes.length),
                  item('fiat', data?.fiatEntries.nodes.length),
                ],
              },
              { title: t.groups.money, items: [item('treasury'), item('limits'), item('legacy')] },
              { title: t.groups.look, items: [item('audit'), item('emails')] },
            ]
      }
    >
      {refused ? <EmptyState title={t.notOperatorTitle}>{t.notOperatorText}</EmptyState> : children}
    </AppShell>
  );
}
