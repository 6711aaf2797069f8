'use client';
import { useFormats } from '../format/format-context.tsx';
import { Badge } from '../ui/badge.tsx';
import { useSettingsStrings } from './settings-strings.ts';

/** What a test clock says, and how far it is on its way. */
export function ClockFace({
  clock: { at, state, target },
  from,
}: {
  readonly clock: {
    readonly at: string;
    readonly state: 'MOVING' | 'STANDING';
    readonly target: string | null;
  };
  /** Where it set out. */
  readonly from: string;
}) {
  const t = useSettingsStrings();
  const format = useFormats();
  const start = Date.parse(from);
  const way = target === null ? 0 : Date.parse(target) - start;
  const done = way > 0 ? (Date.parse(at) - start) / way : 0;
  return (
    <div className="rounded-control bg-raised p-4" aria-live="polite">
      <p className="flex flex-wrap items-center gap-2 text-sm text-soft">
        {t.clockNow}
        <Badge tone={state === 'MOVING' ? 'accent' : 'neutral'}>
          {state === 'MOVING' ? t.moving : t.standing}
        </Badge>
      </p>
      <p className="mt-1 text-2xl font-semibold tracking-tight tabular-nums">{format.dateTime(at)}</p>
      <div className="mt-2 min-h-12">
        {target !== null && (
          <>
            <p className="text-sm text-soft">{t.movingTo(format.dateTime(target))}</p>
            <progress
              aria-label={t.movingTo(format.dateTime(target))}
              max={1}
              value={Math.min(1, Math.max(0, done))}
              className="mt-1 h-2 w-full accent-(--accent)"
            />
          </>
        )}
      </div>
    </div>
  );
}
