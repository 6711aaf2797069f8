import type { ReactNode } from 'react';
import { classes } from './classes.ts';

/** A part of a page with a title of its own, and what can be done about it on the right. */
export function Card({
  title,
  description,
  actions,
  stack = false,
  className,
  children,
}: {
  readonly title?: ReactNode;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
  /** Whether what is in it stands below one another, with space between. */
  readonly stack?: boolean;
  readonly className?: string;
  readonly children?: ReactNode;
}) {
  return (
    <section className={classes('rounded-card border border-line bg-surface shadow-card', className)}>
      {(title || actions) && (
        <header className="flex flex-wrap items-start justify-between gap-3 px-4 pt-4 sm:px-5">
          <div>
            {title && <h2 className="text-base font-semibold">{title}</h2>}
            {description && <p className="mt-0.5 text-sm text-soft">{description}</p>}
          </div>
          {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
        </header>
      )}
      <div className={classes('px-4 py-4 sm:px-5', stack && 'flex flex-col gap-4')}>{children}</div>
    </section>
  );
}
