import Link from 'next/link';
import type { ReactNode } from 'react';

/** What a page is about: the one first heading, a way back up, and what can be done. */
export function PageHeader({
  title,
  description,
  back,
  actions,
}: {
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly back?: { readonly href: string; readonly label: string };
  readonly actions?: ReactNode;
}) {
  return (
    <header className="mb-6 flex flex-wrap items-end justify-between gap-4">
      <div className="min-w-0">
        {back && (
          <Link
            href={back.href}
            className="mb-1 inline-flex min-h-6 items-center text-sm text-soft hover:text-ink hover:underline"
          >
            ← {back.label}
          </Link>
        )}
        <h1 className="text-2xl font-semibold tracking-tight wrap-anywhere">{title}</h1>
        {description && <p className="mt-1 max-w-prose text-soft">{description}</p>}
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </header>
  );
}
