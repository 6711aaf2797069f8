'use client';
import { useFormats } from '../../format/format-context.tsx';
import { Card } from '../../ui/card.tsx';
import type { SystemHealthQuery } from './health.generated.ts';
import { useHealthStrings } from './health-strings.ts';

/** What waits at and behind the prover, and since when. */
export function ProverCard({ queue }: { readonly queue: SystemHealthQuery['proverQueue'] }) {
  const t = useHealthStrings();
  const format = useFormats();
  return (
    <Card title={t.prover}>
      {queue.length === 0 ? (
        <p className="text-soft">{t.proverEmpty}</p>
      ) : (
        <ul className="flex flex-col gap-3">
          {queue.map(({ state, count, oldestAt, lastError }) => (
            <li key={state}>
              <div className="flex justify-between gap-4">
                <span>{t.proverState[state] ?? state}</span>
                <span className="font-medium tabular-nums">{format.number(count)}</span>
              </div>
              <p className="text-sm text-soft">{t.since(format.relative(oldestAt, new Date()))}</p>
              {lastError && <p className="text-sm text-warn wrap-anywhere">{lastError}</p>}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
