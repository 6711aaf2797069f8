import type { ReactNode } from 'react';
import type { Tone } from './badge.tsx';

const TONES: Readonly<Record<Tone, string>> = {
  neutral: 'border-line bg-raised',
  good: 'border-good/40 bg-good-tint',
  warn: 'border-warn/40 bg-warn-tint',
  bad: 'border-bad/40 bg-bad-tint',
  accent: 'border-accent/40 bg-accent-tint',
};

/** Something to know, in place. What went wrong is read out at once, the rest when there is time. */
export function Notice({
  tone = 'neutral',
  title,
  children,
  actions,
}: {
  readonly tone?: Tone;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}) {
  return (
    <div
      role={tone === 'bad' ? 'alert' : 'status'}
      className={`rounded-control border px-4 py-3 ${TONES[tone]}`}
    >
      {title && <p className="font-medium">{title}</p>}
      {children && <div className="text-sm">{children}</div>}
      {actions && <div className="mt-3 flex flex-wrap gap-2">{actions}</div>}
    </div>
  );
}
