'use client';
import { useFormats } from '../../format/format-context.tsx';
import { Card } from '../../ui/card.tsx';
import { KeyValues } from '../../ui/key-values.tsx';
import type { SystemHealthQuery } from './health.generated.ts';
import { useHealthStrings } from './health-strings.ts';

/** Of this many blocks each is drawn. */
const DRAWN = 8;

/** Where the follower is on the chain, drawn block by block up to the node's newest. */
export function ChainCard({ chain }: { readonly chain: SystemHealthQuery['chainStatus'] }) {
  const t = useHealthStrings();
  const format = useFormats();
  const { nodeHeight, followedHeight, lag, lastReorganisation: last, relaysSpells } = chain;
  const position = lag === null ? t.unknown : lag === 0 ? t.level : t.lag(lag);
  return (
    <Card title={t.chain} description={position}>
      {nodeHeight !== null && followedHeight !== null && (
        <svg viewBox={`0 0 ${DRAWN * 12} 12`} aria-hidden="true" className="mb-4 w-full">
          {Array.from({ length: DRAWN }, (_, place) => {
            const height = nodeHeight - DRAWN + 1 + place;
            const isFollowed = height <= followedHeight;
            return (
              <g key={height}>
                {place > 0 && <path d={`M${place * 12 - 2} 6h2`} stroke="var(--strong-line)" />}
                <rect
                  x={place * 12 + 0.5}
                  y={1.5}
                  width={9}
                  height={9}
                  rx={2}
                  fill={isFollowed ? 'var(--accent)' : 'none'}
                  stroke={isFollowed ? 'var(--accent)' : 'var(--warn)'}
                  strokeDasharray={isFollowed ? undefined : '1.5 1'}
                />
              </g>
            );
          })}
        </svg>
      )}
      <KeyValues
        items={[
          [t.network, chain.network],
          [t.node, nodeHeight === null ? t.nodeAway : format.number(nodeHeight)],
          [t.followed, followedHeight === null ? t.unknown : format.number(followedHeight)],
          [t.pending, format.number(chain.pendingTransactions)],
          [t.relays, relaysSpells === null ? t.unknown : relaysSpells ? t.yes : t.no],
          [
            t.reorganisation,
            last
              ? t.reorganised(last.blocks, last.fromHeight, format.relative(last.at, new Date()))
              : t.never,
          ],
        ]}
      />
      {chain.lastError && <p className="mt-3 text-sm text-bad wrap-anywhere">{chain.lastError}</p>}
    </Card>
  );
}
