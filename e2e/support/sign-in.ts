import { createDevWallet, type DevWallet } from '../../ops/src/demo/wallet.ts';
import { graphql } from './graphql.ts';

export const CHALLENGE =
  'mutation ($address: String!) { signInChallenge(address: $address) { id message expiresAt } }';
export const SIGN_IN = `mutation ($challengeId: ID!, $signature: String!, $publicKey: String) {
  signIn(challengeId: $challengeId, signature: $signature, publicKey: $publicKey) {
    token expiresAt person { id address merchants { id } }
  }
}`;

export interface Challenge {
  readonly id: string;
  readonly message: string;
  readonly expiresAt: string;
}

export interface Session {
  readonly token: string;
  readonly expiresAt: string;
  readonly person: { readonly id: string; readonly address: string };
}

export async function askChallenge(url: string, address: string): Promise<Challenge> {
  const { data } = await graphql(url, CHALLENGE, { variables: { address } });
  return data?.signInChallenge as Challenge;
}

/** Signs in with a wallet; with a new one unless one is given. */
export async function signIn(
  url: string,
  wallet: DevWallet = createDevWallet(),
): Promise<Session & { readonly wallet: DevWallet }> {
  const { id: challengeId, message } = await askChallenge(url, wallet.address);
  const { data, text } = await graphql(url, SIGN_IN, {
    variables: { challengeId, signature: wallet.signMessage(message), publicKey: wallet.publicKey },
  });
  if (!data) throw new Error(text);
  return { ...(data.signIn as Session), wallet };
}
