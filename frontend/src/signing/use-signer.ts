'use client';
import { useState } from 'react';
import type { ApiProblem } from '../graphql/api-problem.ts';
import { useAction } from '../graphql/use-action.ts';
import { useSession } from '../session/session-context.tsx';
import { useSettings } from '../settings/settings-context.tsx';
import { rememberedWallet } from '../sign-in/remembered-wallet.ts';
import { WalletError } from '../wallets/index.ts';
import { SubmitSignedTransactionDocument } from './transaction.generated.ts';

export interface Signer {
  /** Has the wallet sign those inputs and hands the transaction in. */
  sign(transactionId: string, psbt: string, inputs: readonly number[]): Promise<void>;
  readonly busy: boolean;
  readonly walletError: WalletError | undefined;
  readonly problem: ApiProblem | undefined;
}

/** Signing with the wallet that the person signed in with. */
export function useSigner(): Signer {
  const settings = useSettings();
  const { session } = useSession();
  const submit = useAction(SubmitSignedTransactionDocument);
  const [asking, setAsking] = useState(false);
  const [walletError, setWalletError] = useState<WalletError>();
  return {
    busy: asking || submit.busy,
    walletError,
    problem: submit.problem,
    async sign(transactionId, psbt, indexes) {
      setWalletError(undefined);
      setAsking(true);
      try {
        const { openWallet } = await import('../wallets/open-wallet.ts');
        const wallet = await openWallet(rememberedWallet() ?? '', settings);
        const signed = await wallet.signPsbt(psbt, { address: session?.address ?? '', indexes });
        await submit.run({ transactionId, psbt: signed });
      } catch (error) {
        if (!(error instanceof WalletError)) throw error;
        setWalletError(error);
      } finally {
        setAsking(false);
      }
    },
  };
}
