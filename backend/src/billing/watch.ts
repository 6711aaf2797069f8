import { NotFoundError } from '../platform/errors/index.ts';
import { subscribeToEvents } from '../platform/graphql/index.ts';
import type { PlatformServices } from '../platform/services.ts';

/**
 * Something now and after every event of `type` about it, as long as whoever watches may see it: `show`
 * looks that up anew each time, and throws NotFoundError when they may not.
 * @throws what `show` throws to begin with
 */
export async function watch<T>(
  { liveEvents }: Pick<PlatformServices, 'liveEvents'>,
  subject: { readonly type: string; readonly id: string },
  show: () => Promise<T>,
): Promise<AsyncIterableIterator<T>> {
  await show();
  const showIfVisible = () =>
    show().catch((error: unknown) => {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    });
  return subscribeToEvents<T>({
    liveEvents,
    matches: ({ type, subjectId }) => type === subject.type && subjectId === subject.id,
    initial: async () => {
      const present = await showIfVisible();
      return present === undefined ? [] : [present];
    },
    read: showIfVisible,
  });
}
