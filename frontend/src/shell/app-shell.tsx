'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { useCommonStrings } from '../strings/common.ts';
import { Button } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { ConnectionBanner } from './connection-banner.tsx';
import { Logo } from './logo.tsx';
import { ThemeChoice } from './theme-choice.tsx';

export interface NavItem {
  readonly href: string;
  readonly label: string;
  /** What waits there for somebody, as a number beside the name. */
  readonly count?: number | undefined;
}

export interface NavGroup {
  readonly title?: string;
  readonly items: readonly NavItem[];
}

/**
 * The frame of everything behind a sign-in: where one can go on the left (behind a button on a phone), who one is at the
 * top, the page in the middle.
 */
export function AppShell({
  label,
  groups,
  top,
  account,
  children,
}: {
  /** What this part of the product is called, for screen readers. */
  readonly label: string;
  readonly groups: readonly NavGroup[];
  /** Above the navigation: which merchant, which mode. */
  readonly top?: ReactNode;
  /** At the right of the bar: who is signed in. */
  readonly account?: ReactNode;
  readonly children: ReactNode;
}) {
  const t = useCommonStrings();
  const path = usePathname();
  const [open, setOpen] = useState(false);
  const all = groups.flatMap(({ items }) => items);
  // Of two that fit, the longer: a page below an item belongs to it.
  const current = all
    .filter(({ href }) => path === href || path.startsWith(`${href}/`))
    .sort((a, b) => b.href.length - a.href.length)[0]?.href;
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#content"
        className="absolute -top-20 left-4 z-60 rounded-control bg-accent px-4 py-2 text-on-accent focus:top-2"
      >
        {t.skipToContent}
      </a>
      <ConnectionBanner />
      <header className="sticky top-0 z-30 flex min-h-14 items-center justify-between gap-4 border-b border-line bg-surface px-4">
        <div className="flex items-center gap-3">
          <Button
            look="quiet"
            size="small"
            className="lg:hidden"
            aria-expanded={open}
            aria-controls="navigation"
            onClick={() => setOpen(!open)}
          >
            {t.menu}
          </Button>
          <Link href="/" className="flex items-center gap-2 font-semibold">
            <Logo />
            <span className="max-sm:sr-only">{t.product}</span>
          </Link>
        </div>
        <div className="flex min-w-0 items-center gap-2">{account}</div>
      </header>
      <div className="mx-auto flex w-full max-w-[90rem] flex-1">
        <nav
          id="navigation"
          aria-label={label}
          className={classes(
            'w-60 shrink-0 flex-col gap-6 border-r border-line px-3 py-5 max-lg:fixed max-lg:inset-x-0 max-lg:top-14 max-lg:bottom-0 max-lg:z-20 max-lg:w-full max-lg:overflow-y-auto max-lg:bg-surface lg:sticky lg:top-14 lg:flex lg:h-[calc(100dvh-3.5rem)] lg:overflow-y-auto',
            open ? 'flex' : 'max-lg:hidden',
          )}
        >
          {top}
          {groups.map(({ title, items }, index) => (
            <div key={title ?? index}>
              {title && (
                <p className="mb-1 px-3 text-xs font-medium tracking-wide text-soft uppercase">{title}</p>
              )}
              <ul className="flex flex-col gap-0.5">
                {items.map(({ href, label: text, count }) => (
                  <li key={href}>
                    <Link
                      href={href}
                      prefetch={false}
                      aria-current={href === current ? 'page' : undefined}
                      onClick={() => setOpen(false)}
                      className="flex min-h-9 items-center justify-between rounded-control px-3 text-soft hover:bg-raised hover:text-ink aria-[current=page]:bg-accent-tint aria-[current=page]:font-medium aria-[current=page]:text-accent"
                    >
                      {text}
                      {count !== undefined && count > 0 && (
                        <span className="rounded-full bg-warn-tint px-2 text-xs font-medium text-warn tabular-nums">
                          {count}
                        </span>
                      )}
                    </Link>
                  </li>
                ))}
              </ul>
            </div>
          ))}
          <div className="mt-auto px-3 pt-4">
            <ThemeChoice />
          </div>
        </nav>
        <main id="content" tabIndex={-1} className="min-w-0 flex-1 px-4 py-6 outline-none sm:px-6 lg:px-8">
          {children}
        </main>
      </div>
    </div>
  );
}
