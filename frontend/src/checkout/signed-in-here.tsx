'use client';
import type { ReactNode } from 'react';
import { useSession } from '../session/session-context.tsx';
import { WalletPicker } from '../sign-in/wallet-picker.tsx';
import { Button } from '../ui/button.tsx';
import { Shortened } from '../ui/copy-button.tsx';
import { usePanelStrings } from './panel-strings.ts';

/** What needs to know who one is: asks them to sign in, in place, and says as whom they did. */
export function SignedInHere({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const { signIn: t } = usePanelStrings();
  const { session, end } = useSession();
  if (session === undefined) {
    return (
      <div className="flex flex-col gap-4">
        <div>
          <h2 className="font-semibold">{title}</h2>
          <p className="text-sm text-soft">{t.text}</p>
        </div>
        <WalletPicker onSignedIn={() => undefined} />
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <p className="flex flex-wrap items-center justify-between gap-x-4 text-sm text-soft">
        <span>
          {t.as} <Shortened text={session.address} ends={6} />
        </span>
        <Button look="quiet" size="small" className="-mx-3" onClick={end}>
          {t.other}
        </Button>
      </p>
      {children}
    </div>
  );
}
