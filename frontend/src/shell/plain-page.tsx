'use client';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useCommonStrings } from '../strings/common.ts';
import { Logo } from './logo.tsx';
import { ThemeChoice } from './theme-choice.tsx';

/** A page on its own, without navigation: signing in, paying, the start. */
export function PlainPage({
  children,
  account,
  width = 'max-w-xl',
}: {
  readonly children: ReactNode;
  /** At the right of the bar: who is signed in. */
  readonly account?: ReactNode;
  readonly width?: string;
}) {
  const t = useCommonStrings();
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex min-h-16 items-center justify-between gap-4 px-4">
        <Link href="/" className="inline-flex items-center gap-2 font-semibold">
          <Logo />
          {t.product}
        </Link>
        {account}
      </header>
      <main id="content" className={`mx-auto flex w-full flex-1 flex-col gap-6 px-4 py-6 ${width}`}>
        {children}
      </main>
      <footer className="flex justify-center px-4 py-6">
        <ThemeChoice />
      </footer>
    </div>
  );
}
