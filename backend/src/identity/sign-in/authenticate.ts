import { batchReads } from '../../platform/database/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { authenticateKey } from '../api-keys/authenticate-key.ts';
import { authenticatePortal } from '../portal/authenticate-portal.ts';
import { isPortalToken } from '../portal/portal-token.ts';
import type { Caller, PortalScope } from '../scopes.ts';
import { readToken } from './session-token.ts';
import { type LiveSession, readLiveSessions } from './sign-in.repository.ts';

/** Who speaks, and until when unless it is ended before; keys may have no end. */
export interface SignedIn {
  readonly caller: Caller | PortalScope;
  readonly expiresAt: Date | undefined;
}

/** The token of an `Authorization: Bearer …` header: of a session, an API key, or a portal session. */
export function bearerToken(header: unknown): string | undefined {
  return typeof header === 'string'
    ? /^Bearer +([\w-]+\.[\w-]+\.[\w-]+|cb_[\w-]+)$/i.exec(header)?.[1]
    : undefined;
}

/** Whether a bearer token is one that only the database knows, by its prefix; if not, it is that of a session. */
export function isKeptToken(token: string): boolean {
  return token.startsWith('cb_');
}

/** Who the bearer of a token is; undefined when it is not ours, over, or was ended. */
export async function authenticate(
  services: Pick<PlatformServices, 'config' | 'clock' | 'database'> &
    Partial<Pick<PlatformServices, 'metrics'>>,
  token: string,
): Promise<SignedIn | undefined> {
  if (isPortalToken(token)) {
    const known = await authenticatePortal(services, token);
    return known && { caller: known.portal, expiresAt: known.expiresAt };
  }
  if (isKeptToken(token)) {
    const known = await authenticateKey(services, token);
    services.metrics?.apiKeyRequests.inc({ result: known ? 'accepted' : 'refused' });
    return known && { caller: known.apiKey, expiresAt: known.expiresAt };
  }
  const now = services.clock.now();
  const claims = await readToken(services.config, token, now);
  const session = claims && (await liveSessionsOf(services)(claims.sessionId));
  return session && { caller: session.person, expiresAt: session.expiresAt };
}

type SessionServices = Pick<PlatformServices, 'clock' | 'database'>;
type ReadSession = (sessionId: string) => Promise<LiveSession | undefined>;

/** By database: requests that come at the same time ask for their sessions together. */
const sessionReads = new WeakMap<object, ReadSession>();

function liveSessionsOf({ database: { client }, clock }: SessionServices): ReadSession {
  let read = sessionReads.get(client);
  if (!read) {
    read = batchReads((ids) => readLiveSessions(client, ids, clock.now()), String);
    sessionReads.set(client, read);
  }
  return read;
}
