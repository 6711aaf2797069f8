'use client';
import type { ApiProblem } from '../graphql/api-problem.ts';
import { useAction } from '../graphql/use-action.ts';
import type { WalletError } from '../wallets/index.ts';
import { SubmitSignedTransactionDocument } from './transaction.generated.ts';
import { useWalletSignature } from './use-wallet-signature.ts';

export interface Signer {
  /** Has the wallet sign those inputs and hands the transaction in. */
  sign(transactionId: string, psbt: string, inputs: readonly number[]): Promise<void>;
  readonly busy: boolean;
  readonly walletError: WalletError | undefined;
  readonly problem: ApiProblem | undefined;
}

/** Signing with the wallet that the person signed in with. */
export function useSigner(): Signer {
  const submit = useAction(SubmitSignedTransactionDocument);
  const wallet = useWalletSignature();
  return {
    busy: wallet.asking || submit.busy,
    walletError: wallet.error,
    problem: submit.problem,
    async sign(transactionId, psbt, indexes) {
      const signed = await wallet.ask(psbt, indexes);
      if (signed !== undefined) await submit.run({ transactionId, psbt: signed });
    },
  };
}
