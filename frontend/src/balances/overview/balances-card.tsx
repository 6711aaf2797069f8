'use client';
import { useFormats } from '../../format/format-context.tsx';
import { LinkButton } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { EmptyState, SkeletonRows } from '../../ui/states.tsx';
import { useWalletWords } from '../shared/wallet-words.ts';
import { useOverviewStrings } from './overview-strings.ts';
import type { PortfolioResult } from './portfolio-result.ts';

/** Each currency: what can be used, what is promised, what earns, and what it is worth. */
export function BalancesCard({ result, onRetry }: PortfolioResult) {
  const t = useOverviewStrings();
  const words = useWalletWords();
  const format = useFormats();
  return (
    <Card title={t.balances} description={t.heldHint}>
      <Loaded result={result} onRetry={onRetry} skeleton={<SkeletonRows rows={4} />}>
        {({ portfolio: { currency: valuedIn, positions } }) =>
          positions.length === 0 ? (
            <EmptyState
              title={t.emptyTitle}
              action={<LinkButton href="/wallet/deposit">{t.deposit}</LinkButton>}
            >
              {t.emptyText}
            </EmptyState>
          ) : (
            <DataTable
              caption={t.balances}
              rows={positions}
              rowKey={({ currency }) => currency}
              columns={[
                { key: 'currency', title: words.currency, cell: ({ currency }) => currency },
                {
                  key: 'available',
                  title: t.available,
                  numeric: true,
                  cell: ({ available, currency }) => format.money(available, currency),
                },
                {
                  key: 'held',
                  title: t.held,
                  numeric: true,
                  cell: ({ locked, currency }) => format.money(locked, currency),
                },
                {
                  key: 'savings',
                  title: t.savings,
                  numeric: true,
                  cell: ({ savings, currency }) => format.money(savings, currency),
                },
                {
                  key: 'value',
                  title: t.value,
                  numeric: true,
                  cell: ({ value }) => (value === null ? t.noValue : format.money(value, valuedIn)),
                },
              ]}
            />
          )
        }
      </Loaded>
    </Card>
  );
}
