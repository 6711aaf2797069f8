'use client';
import { useRouter, useSearchParams } from 'next/navigation';
import { PlainPage } from '../shell/plain-page.tsx';
import { nextPath } from './next-path.ts';
import { useSignInStrings } from './sign-in-strings.ts';
import { WalletPicker } from './wallet-picker.tsx';

export function SignInPage() {
  const t = useSignInStrings();
  const router = useRouter();
  const next = nextPath(useSearchParams().get('next'));
  return (
    <PlainPage>
      <div>
        <h1 className="text-2xl font-semibold tracking-tight">{t.title}</h1>
        <p className="mt-1 text-soft">{t.lead}</p>
      </div>
      <WalletPicker onSignedIn={() => router.replace(next)} />
    </PlainPage>
  );
}
