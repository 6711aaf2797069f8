import type { FastifyRequest } from 'fastify';
import { bearerToken, hashKeySecret, isKeptToken, readToken, type SignedIn } from '../../identity/index.ts';
import { addressKey, personKey } from '../../platform/rate-limit/index.ts';
import type { PlatformServices } from '../../platform/services.ts';

/** Keys remembered in this process; beyond it the oldest counts for its address once more. */
const KNOWN_KEYS = 10_000;

/** Whom a request counts for, decided before anything is read from the database. */
export interface RequestCounter {
  /** The person or API key that the token names, or else the address that the request comes from. */
  keyOf(request: Pick<FastifyRequest, 'headers' | 'ip'>): Promise<string>;
  /** Tells that a token was found to be good. */
  known(token: string, signedIn: SignedIn): void;
}

export function callerKey(caller: SignedIn['caller']): string {
  switch (caller.kind) {
    case 'person':
      return personKey(caller.personId);
    case 'api_key':
      return `key ${caller.apiKeyId}`;
    case 'portal':
      return `portal ${caller.portalSessionId}`;
  }
}

/**
 * Whether an API key or a portal session is one of ours only the database knows. So the first request of a key counts
 * for its address, and the others for the key: made-up keys never escape the limit of the address they come from.
 */
export function createRequestCounter({
  config,
  clock,
}: Pick<PlatformServices, 'config' | 'clock'>): RequestCounter {
  const keys = new Map<string, string>();
  const nameOf = (token: string) => hashKeySecret(token).toString('base64');
  return {
    async keyOf({ headers, ip }) {
      const token = bearerToken(headers.authorization);
      if (!token) return addressKey(ip);
      if (isKeptToken(token)) return keys.get(nameOf(token)) ?? addressKey(ip);
      const claims = await readToken(config, token, clock.now());
      return claims ? personKey(claims.personId) : addressKey(ip);
    },
    known(token, { caller }) {
      if (caller.kind === 'person') return;
      const name = nameOf(token);
      if (keys.has(name)) return;
      const [oldest] = keys.keys();
      if (keys.size >= KNOWN_KEYS && oldest !== undefined) keys.delete(oldest);
      keys.set(name, callerKey(caller));
    },
  };
}
