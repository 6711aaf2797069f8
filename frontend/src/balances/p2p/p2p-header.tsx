'use client';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { PageHeader } from '../../ui/page-header.tsx';
import { useP2pStrings } from './p2p-strings.ts';

const PATHS = { market: '/wallet/p2p', offers: '/wallet/p2p/offers', trades: '/wallet/p2p/trades' } as const;

/** The top of the market's three lists, with the way between them. */
export function P2pHeader({
  part,
  description,
  actions,
}: {
  readonly part: keyof typeof PATHS;
  readonly description: string;
  readonly actions?: ReactNode;
}) {
  const t = useP2pStrings();
  return (
    <>
      <PageHeader
        title={part === 'market' ? t.title : t.tabs[part]}
        description={description}
        actions={actions}
      />
      <nav aria-label={t.parts} className="mb-6 flex gap-1 overflow-x-auto border-b border-line">
        {(Object.keys(PATHS) as (keyof typeof PATHS)[]).map((each) => (
          <Link
            key={each}
            href={PATHS[each]}
            aria-current={each === part ? 'page' : undefined}
            className="flex min-h-10 shrink-0 items-center border-b-2 border-transparent px-3 font-medium text-soft hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink"
          >
            {t.tabs[each]}
          </Link>
        ))}
      </nav>
    </>
  );
}
