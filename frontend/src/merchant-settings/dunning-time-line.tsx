'use client';
import { Badge, type Tone } from '../ui/badge.tsx';
import { classes } from '../ui/classes.ts';
import { type DunningStep, dunningSteps } from './dunning-days.ts';
import type { DunningFactsFragment } from './settings.generated.ts';
import { useSettingsStrings } from './settings-strings.ts';

const TONES: Readonly<Record<DunningStep['does'][number], Tone>> = {
  due: 'accent',
  remind: 'neutral',
  retry: 'good',
  end: 'bad',
};
const MARKS: Readonly<Record<'due' | 'end' | 'other', string>> = {
  due: 'border-accent bg-accent',
  end: 'border-bad bg-bad',
  other: 'border-strong-line bg-surface',
};

/** An invoice that nobody pays, day by day, from the first reminder to the end. */
export function DunningTimeLine({ policy }: { readonly policy: DunningFactsFragment }) {
  const t = useSettingsStrings();
  const words = { due: t.dueMark, remind: t.remind, retry: t.retry, end: t.ends[policy.end] };
  return (
    <ol aria-label={t.timeLine} className="flex flex-col">
      {dunningSteps(policy).map(({ day, does, reached }) => {
        const mark = does.includes('end') ? 'end' : does.includes('due') ? 'due' : 'other';
        return (
          <li
            key={day}
            className={classes('group relative flex gap-4 pb-5 last:pb-0', !reached && 'text-soft')}
          >
            <span
              aria-hidden="true"
              className="absolute top-3 bottom-0 left-2 w-px -translate-x-1/2 bg-line group-last:hidden"
            />
            <span
              aria-hidden="true"
              className={`z-1 mt-1 size-4 shrink-0 rounded-full border-2 ${MARKS[mark]}`}
            />
            <div>
              <p className="font-medium">{t.day(day)}</p>
              <p className="mt-1 flex flex-wrap gap-1.5">
                {does.map((each) =>
                  each === 'end' ? (
                    <span key={each} className="text-sm">
                      {words.end}
                    </span>
                  ) : (
                    <Badge key={each} tone={TONES[each]}>
                      {words[each]}
                    </Badge>
                  ),
                )}
              </p>
              {!reached && <p className="text-sm">{t.afterEnd}</p>}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
