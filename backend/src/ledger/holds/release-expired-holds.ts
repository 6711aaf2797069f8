import type { Database } from '../../platform/database/index.ts';
import { postAll } from '../postings/post.ts';
import { takeExpiredHolds } from './holds.repository.ts';

const BATCH = 100;

/** Releases holds whose time is over. Returns how many; call again while it is not zero. */
export function releaseExpiredHolds(database: Database, now: Date): Promise<number> {
  return database.transaction(async (tx) => {
    const holds = await takeExpiredHolds(tx, now, BATCH);
    await postAll(
      tx,
      now,
      holds.map((hold) => ({
        key: `hold.expired:${hold}`,
        kind: 'hold.expired',
        movements: [{ action: 'release', hold }],
      })),
    );
    return holds.length;
  });
}
