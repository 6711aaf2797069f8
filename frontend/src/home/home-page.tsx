'use client';
import Link from 'next/link';
import { useSession } from '../session/session-context.tsx';
import { PlainPage } from '../shell/plain-page.tsx';
import { LinkButton } from '../ui/button.tsx';
import { useHomeStrings } from './home-strings.ts';

/** The start: what this is, and where each person goes on. */
export function HomePage() {
  const t = useHomeStrings();
  const { state } = useSession();
  const signedIn = state === 'signed in';
  return (
    <PlainPage width="max-w-4xl">
      <div className="flex flex-col items-start gap-5 py-6 sm:py-12">
        <h1 className="max-w-2xl text-4xl font-semibold tracking-tight sm:text-5xl">{t.title}</h1>
        <p className="max-w-2xl text-lg text-soft">{t.lead}</p>
        <LinkButton look="primary" size="large" href={signedIn ? '/merchants' : '/sign-in'}>
          {signedIn ? t.open : t.begin}
        </LinkButton>
      </div>
      <ul className="grid gap-3 sm:grid-cols-2">
        {t.places.map(({ href, title, text }) => (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              className="flex h-full flex-col gap-1 rounded-card border border-line bg-surface p-5 shadow-card hover:border-strong-line"
            >
              <span className="font-semibold">{title}</span>
              <span className="text-soft">{text}</span>
            </Link>
          </li>
        ))}
      </ul>
    </PlainPage>
  );
}
