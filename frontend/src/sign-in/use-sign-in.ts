'use client';
import { useState } from 'react';
import { useClient } from 'urql';
import { type ApiProblem, toApiProblem } from '../graphql/api-problem.ts';
import { useSession } from '../session/session-context.tsx';
import { SignInChallengeDocument, SignInDocument } from '../session/sign-in.generated.ts';
import { useSettings } from '../settings/settings-context.tsx';
import { WalletError } from '../wallets/index.ts';
import { rememberWallet } from './remembered-wallet.ts';

export interface SignIn {
  /** Signs in with a wallet. Gives whether it worked; what did not is in `walletError` or `problem`. */
  signIn(walletId: string): Promise<boolean>;
  /** The wallet that is being asked. */
  readonly asking: string | undefined;
  readonly walletError: WalletError | undefined;
  readonly problem: ApiProblem | undefined;
}

/** Signing in: the wallet shows its address, the API asks for a signature by it (BIP-322), the wallet gives one. */
export function useSignIn(): SignIn {
  const settings = useSettings();
  const client = useClient();
  const { begin } = useSession();
  const [asking, setAsking] = useState<string>();
  const [walletError, setWalletError] = useState<WalletError>();
  const [problem, setProblem] = useState<ApiProblem>();

  async function signInWith(walletId: string): Promise<boolean> {
    const { openWallet } = await import('../wallets/open-wallet.ts');
    const wallet = await openWallet(walletId, settings);
    const { paymentAddress: address, publicKey } = await wallet.connect();
    const challenge = await client.mutation(SignInChallengeDocument, { address }).toPromise();
    if (challenge.error) {
      setProblem(toApiProblem(challenge.error));
      return false;
    }
    const { id = '', message = '' } = challenge.data?.signInChallenge ?? {};
    const signature = await wallet.signMessage(address, message);
    const answer = await client
      .mutation(SignInDocument, { challengeId: id, signature, publicKey })
      .toPromise();
    if (answer.error || !answer.data) {
      if (answer.error) setProblem(toApiProblem(answer.error));
      return false;
    }
    const { token, expiresAt } = answer.data.signIn;
    rememberWallet(walletId);
    begin({ token, expiresAt, address });
    return true;
  }

  return {
    asking,
    walletError,
    problem,
    async signIn(walletId) {
      setAsking(walletId);
      setWalletError(undefined);
      setProblem(undefined);
      try {
        return await signInWith(walletId);
      } catch (error) {
        if (!(error instanceof WalletError)) throw error;
        setWalletError(error);
        return false;
      } finally {
        setAsking(undefined);
      }
    },
  };
}
