import {
  API_KEY_CHANGED,
  authenticate,
  PORTAL_REVOKED,
  SESSION_REVOKED,
  type SignedIn,
} from '../../identity/index.ts';
import type { LiveEvent } from '../../platform/events/index.ts';
import type { PlatformServices } from '../../platform/services.ts';

/** The longest wait that a timer can do. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Calls `end` once the session or API key of a live connection is over: at its instant, or as soon as it is revoked by
 * any process. Stops when `signal` aborts.
 */
export function guardSession(
  services: PlatformServices,
  { token, signedIn }: { readonly token: string; readonly signedIn: SignedIn },
  signal: AbortSignal,
  end: () => void,
): void {
  let timer: NodeJS.Timeout | undefined;
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });

  const expireAt = (expiresAt: Date | undefined) => {
    clearTimeout(timer);
    if (!expiresAt || signal.aborted) return;
    const left = expiresAt.getTime() - services.clock.now().getTime();
    if (left <= 0) return end();
    timer = setTimeout(() => expireAt(expiresAt), Math.min(left, MAX_TIMER_MS));
  };
  expireAt(signedIn.expiresAt);

  const watch = async () => {
    const news = services.liveEvents.subscribe((event) => concerns(event, signedIn.caller), signal);
    for await (const _ of news) {
      // After a gap nobody knows what was missed, and a key may end later than at once: look how it stands.
      const now = await authenticate(services, token);
      if (!now) return end();
      expireAt(now.expiresAt);
    }
  };
  watch().catch((error: unknown) => {
    services.logger.error({ err: error }, 'the session of a live connection cannot be watched');
    end();
  });
}

function concerns({ type, subjectId }: LiveEvent, caller: SignedIn['caller']): boolean {
  switch (caller.kind) {
    case 'person':
      return type === SESSION_REVOKED && subjectId === caller.sessionId;
    case 'api_key':
      return type === API_KEY_CHANGED && subjectId === caller.apiKeyId;
    case 'portal':
      return type === PORTAL_REVOKED && subjectId === caller.portalSessionId;
  }
}
