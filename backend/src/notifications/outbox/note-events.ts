import type { EventObserver } from '../../platform/events/index.ts';
import { newId } from '../../platform/ids.ts';
import type { LetterSource } from '../ports.ts';
import { insertEmails } from './email.repository.ts';

/**
 * Keeps the e-mails that are to be written, in the transaction that marks the events as dispatched: one for each event,
 * whatever crashes.
 */
export function noteEventsForEmails(sources: readonly LetterSource[]): EventObserver {
  return async (tx, now, events) => {
    for (const { types, letters } of sources) {
      const ids = events.flatMap(({ id, type }) => (types.includes(type) ? [id] : []));
      if (ids.length === 0) continue;
      const written = await letters(tx, ids);
      if (written.length === 0) continue;
      await insertEmails(
        tx,
        written.map((letter) => ({ ...letter, id: newId('email') })),
        now,
      );
    }
  };
}
