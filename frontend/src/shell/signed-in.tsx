'use client';
import { usePathname, useRouter } from 'next/navigation';
import { type ReactNode, useEffect } from 'react';
import { useSession } from '../session/session-context.tsx';
import { SkeletonRows } from '../ui/states.tsx';

/** What only somebody who is signed in sees; others are sent to sign in, and come back. */
export function SignedIn({ children }: { readonly children: ReactNode }) {
  const { state } = useSession();
  const router = useRouter();
  const path = usePathname();
  useEffect(() => {
    if (state === 'signed out') router.replace(`/sign-in?next=${encodeURIComponent(path)}`);
  }, [state, router, path]);
  if (state !== 'signed in') {
    return (
      <main className="mx-auto w-full max-w-3xl px-4 py-16">
        <SkeletonRows />
      </main>
    );
  }
  return children;
}
