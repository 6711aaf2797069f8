'use client';
import { useState } from 'react';
import { useSession } from '../session/session-context.tsx';
import { useSettings } from '../settings/settings-context.tsx';
import { rememberedWallet } from '../sign-in/remembered-wallet.ts';
import { WalletError } from '../wallets/index.ts';

export interface WalletSignature {
  /** Has the wallet sign those inputs; undefined when it did not, of which `error` tells. */
  ask(psbt: string, inputs: readonly number[]): Promise<string | undefined>;
  readonly asking: boolean;
  readonly error: WalletError | undefined;
}

/** Signatures of the wallet that the person signed in with. */
export function useWalletSignature(): WalletSignature {
  const settings = useSettings();
  const { session } = useSession();
  const [asking, setAsking] = useState(false);
  const [error, setError] = useState<WalletError>();
  return {
    asking,
    error,
    async ask(psbt, indexes) {
      setError(undefined);
      setAsking(true);
      try {
        const { openWallet } = await import('../wallets/open-wallet.ts');
        const wallet = await openWallet(rememberedWallet() ?? '', settings);
        return await wallet.signPsbt(psbt, { address: session?.address ?? '', indexes });
      } catch (thrown) {
        if (!(thrown instanceof WalletError)) throw thrown;
        setError(thrown);
        return undefined;
      } finally {
        setAsking(false);
      }
    },
  };
}
