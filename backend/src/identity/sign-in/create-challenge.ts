import { randomBytes } from 'node:crypto';
import { newId } from '../../platform/ids.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { readSignerAddress } from './address.ts';
import { challengeMessage } from './challenge-message.ts';
import { type ChallengeRow, insertChallenge } from './sign-in.repository.ts';

const NONCE_BYTES = 16;

/**
 * Gives the message to sign to somebody who claims an address.
 * @throws AddressUnsupportedError for an address of another network or kind.
 */
export async function createChallenge(
  { config, clock, database }: Pick<PlatformServices, 'config' | 'clock' | 'database'>,
  addressText: string,
): Promise<ChallengeRow> {
  const { text: address } = readSignerAddress(addressText, config.BITCOIN_NETWORK);
  const createdAt = clock.now();
  const expiresAt = new Date(createdAt.getTime() + config.SIGN_IN_CHALLENGE_SECONDS * 1_000);
  const message = challengeMessage({
    address,
    domain: new URL(config.PUBLIC_URL).host,
    network: config.BITCOIN_NETWORK,
    nonce: randomBytes(NONCE_BYTES).toString('hex'),
    issuedAt: createdAt,
    expiresAt,
  });
  const challenge = { id: newId('challenge'), address, message, createdAt, expiresAt };
  await insertChallenge(database.client, challenge);
  return challenge;
}
