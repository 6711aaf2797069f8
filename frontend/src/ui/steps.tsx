import type { ReactNode } from 'react';
import { Spinner } from './spinner.tsx';

export interface Step {
  readonly label: ReactNode;
  readonly detail?: ReactNode;
  readonly state: 'done' | 'current' | 'waiting' | 'failed';
}

const MARKS: Readonly<Record<Step['state'], string>> = {
  done: 'border-accent bg-accent text-on-accent',
  current: 'border-accent bg-surface text-accent',
  waiting: 'border-strong-line bg-surface text-soft',
  failed: 'border-bad bg-bad text-on-bad',
};

/** Long work, drawn: what is done, what is under way, what is to come. Changes are read out. */
export function Steps({ label, steps }: { readonly label: string; readonly steps: readonly Step[] }) {
  return (
    <ol aria-label={label} aria-live="polite" className="flex flex-col">
      {steps.map(({ label: text, detail, state }, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: steps keep their places
          key={index}
          aria-current={state === 'current' ? 'step' : undefined}
          className="group relative flex gap-3 pb-5 last:pb-0"
        >
          <span
            aria-hidden="true"
            className="absolute top-6 bottom-0 left-3 w-px -translate-x-1/2 bg-line group-last:hidden"
          />
          <span
            aria-hidden="true"
            className={`z-1 flex size-6 shrink-0 items-center justify-center rounded-full border-2 text-xs ${MARKS[state]}`}
          >
            {state === 'done' ? (
              '✓'
            ) : state === 'failed' ? (
              '!'
            ) : state === 'current' ? (
              <Spinner className="size-3.5" />
            ) : (
              ''
            )}
          </span>
          <div className="min-w-0">
            <p className={state === 'waiting' ? 'text-soft' : 'font-medium'}>{text}</p>
            {detail && <div className="text-sm text-soft">{detail}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}
