import type { Tx } from '../../platform/database/index.ts';

export interface Heartbeat {
  readonly id: string;
  readonly role: string;
  readonly version: string;
  readonly startedAt: Date;
}

export async function upsertHeartbeat(tx: Tx, { id, ...process }: Heartbeat, seenAt: Date): Promise<void> {
  await tx.processHeartbeat.upsert({
    where: { id },
    create: { id, ...process, seenAt },
    update: { seenAt },
  });
}

export async function setStopped(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.processHeartbeat.updateMany({ where: { id }, data: { seenAt: at, stoppedAt: at } });
}

/** Of processes that ended without saying so. The newest worker stays: when it was last heard of is worth knowing. */
export async function deleteStaleHeartbeats(tx: Tx, before: Date): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM process_heartbeats WHERE seen_at < ${before}::timestamptz
      AND seen_at < (SELECT max(seen_at) FROM process_heartbeats WHERE role <> 'api')`;
}

/** Heard of since an instant, longest running first. */
export async function findHeartbeats(
  tx: Tx,
  since: Date,
): Promise<(Heartbeat & { readonly seenAt: Date })[]> {
  return tx.processHeartbeat.findMany({
    where: { seenAt: { gte: since }, stoppedAt: null },
    orderBy: { startedAt: 'asc' },
  });
}
