import { recordEvents } from '../../platform/events/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import type { PersonScope } from '../scopes.ts';
import { revokeSession } from './sign-in.repository.ts';

/** Told when a session is ended before its time, so that its live connections end with it. */
export const SESSION_REVOKED = 'session.revoked';

/** Ends the session of this request, at once and for every process. */
export async function signOut(
  { clock, database }: Pick<PlatformServices, 'clock' | 'database'>,
  person: PersonScope,
): Promise<void> {
  await database.transaction(async (tx) => {
    const now = clock.now();
    if (!(await revokeSession(tx, person, now))) return;
    const { sessionId: subjectId, personId } = person;
    await recordEvents(tx, now, [{ type: SESSION_REVOKED, subjectId, personId }]);
  });
}
