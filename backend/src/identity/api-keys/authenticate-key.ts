import type { PlatformServices } from '../../platform/services.ts';
import type { ApiKeyScope } from '../scopes.ts';
import { findLiveKey, touchKey } from './api-key.repository.ts';
import { hashKeySecret, isKeySecret } from './key-secret.ts';

/** How exactly it is known when a key was last used: it costs one write in this time, however many requests there are. */
const LAST_USE_MS = 60_000;

/** Told when a key is revoked or ends sooner than it did, so that its live connections end with it. */
export const API_KEY_CHANGED = 'api_key.changed';

/** What an API key opens; undefined when it is none, over, revoked, or not of its merchant's mode. */
export async function authenticateKey(
  { clock, database }: Pick<PlatformServices, 'clock' | 'database'>,
  secret: string,
): Promise<{ readonly apiKey: ApiKeyScope; readonly expiresAt: Date | undefined } | undefined> {
  if (!isKeySecret(secret)) return undefined;
  const now = clock.now();
  const found = await findLiveKey(database.client, hashKeySecret(secret), now);
  if (!found) return undefined;
  const { apiKey, expiresAt, lastUsedAt } = found;
  const stale = new Date(now.getTime() - LAST_USE_MS);
  if (lastUsedAt === null || lastUsedAt <= stale) await touchKey(database.client, apiKey, now, stale);
  return { apiKey, expiresAt };
}
