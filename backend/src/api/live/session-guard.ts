import { authenticate, SESSION_REVOKED, type SignedIn } from '../../identity/index.ts';
import type { PlatformServices } from '../../platform/services.ts';

/** The longest wait that a timer can do. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Calls `end` once the session of a live connection is over: at its instant, or as soon as it is revoked by
 * any process. Stops when `signal` aborts.
 */
export function guardSession(
  services: PlatformServices,
  { token, signedIn }: { readonly token: string; readonly signedIn: SignedIn },
  signal: AbortSignal,
  end: () => void,
): void {
  const { sessionId } = signedIn.person;

  const expire = () => {
    const left = signedIn.expiresAt.getTime() - services.clock.now().getTime();
    if (left <= 0) return end();
    const timer = setTimeout(expire, Math.min(left, MAX_TIMER_MS));
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  };
  expire();

  const watch = async () => {
    const revoked = services.liveEvents.subscribe(
      ({ type, subjectId }) => type === SESSION_REVOKED && subjectId === sessionId,
      signal,
    );
    for await (const news of revoked) {
      // After a gap nobody knows what was missed: look whether the session still stands.
      if (news !== 'gap' || !(await authenticate(services, token))) return end();
    }
  };
  watch().catch((error: unknown) => {
    services.logger.error({ err: error, sessionId }, 'the session of a live connection cannot be watched');
    end();
  });
}
