import { newId } from '../../platform/ids.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { ChallengeUnusableError, SignatureInvalidError } from '../identity.errors.ts';
import { type PersonScope, toPersonScope } from '../scopes.ts';
import { readSignerAddress } from './address.ts';
import { verifyMessage } from './bip322/verify-message.ts';
import { readPublicKey } from './public-key.ts';
import { signToken } from './session-token.ts';
import { findOpenChallenge, insertSession, upsertPerson, useChallenge } from './sign-in.repository.ts';

export interface SignInInput {
  readonly challengeId: string;
  /** BIP-322, base64. */
  readonly signature: string;
  readonly publicKey?: string | null | undefined;
}

export interface SignInResult {
  readonly token: string;
  readonly expiresAt: Date;
  readonly person: PersonScope;
}

/**
 * Opens a session for whoever signed the challenge's message with the key of its address. A challenge is
 * used by success alone: a wallet that signs badly may try again until it expires.
 * @throws ChallengeUnusableError, SignatureInvalidError, InvalidInputError for a key of another address.
 */
export async function signIn(
  { config, clock, database }: Pick<PlatformServices, 'config' | 'clock' | 'database'>,
  input: SignInInput,
): Promise<SignInResult> {
  const challenge = await findOpenChallenge(database.client, input.challengeId, clock.now());
  if (!challenge) throw new ChallengeUnusableError();
  const signer = readSignerAddress(challenge.address, config.BITCOIN_NETWORK);
  if (!verifyMessage(signer, challenge.message, input.signature)) throw new SignatureInvalidError();
  const publicKey = input.publicKey ? readPublicKey(signer, input.publicKey) : null;

  return database.transaction(async (tx) => {
    const createdAt = clock.now();
    if (!(await useChallenge(tx, input.challengeId, createdAt))) throw new ChallengeUnusableError();
    const address = challenge.address;
    const person = await upsertPerson(tx, { id: newId('person'), address, publicKey, createdAt });
    const expiresAt = new Date(createdAt.getTime() + config.JWT_EXPIRES_IN * 1_000);
    const session = { id: newId('session'), personId: person.id, createdAt, expiresAt };
    await insertSession(tx, session);
    return {
      token: await signToken(config, session),
      expiresAt,
      person: toPersonScope({
        personId: person.id,
        sessionId: session.id,
        address,
        publicKey: person.publicKey,
      }),
    };
  });
}
