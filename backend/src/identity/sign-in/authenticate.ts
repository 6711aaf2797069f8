import type { PlatformServices } from '../../platform/services.ts';
import type { PersonScope } from '../scopes.ts';
import { readToken } from './session-token.ts';
import { findLiveSession } from './sign-in.repository.ts';

/** Who speaks, and until when the session lasts unless it is ended before. */
export interface SignedIn {
  readonly person: PersonScope;
  readonly expiresAt: Date;
}

/** The token of an `Authorization: Bearer …` header. */
export function bearerToken(header: unknown): string | undefined {
  return typeof header === 'string' ? /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(header)?.[1] : undefined;
}

/** Who the bearer of a token is; undefined when it is not ours, over, or its session was ended. */
export async function authenticate(
  { config, clock, database }: Pick<PlatformServices, 'config' | 'clock' | 'database'>,
  token: string,
): Promise<SignedIn | undefined> {
  const now = clock.now();
  const claims = await readToken(config, token, now);
  return claims && findLiveSession(database.client, claims.sessionId, now);
}
