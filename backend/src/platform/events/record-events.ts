import type { Prisma, Tx } from '../database/index.ts';

/** A fact about something, told to whoever may know of it: the merchant's members, and one person. */
export interface NewEvent {
  /** `subject.verb`, such as `subscription.activated`. */
  readonly type: string;
  readonly subjectId: string;
  readonly merchantId?: string | null;
  readonly personId?: string | null;
  readonly data?: Prisma.InputJsonObject;
}

/** Writes events in the transaction of the change they tell of, in one statement. */
export async function recordEvents(tx: Tx, now: Date, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  await tx.event.createMany({
    data: events.map((event) => ({
      type: event.type,
      subjectId: event.subjectId,
      merchantId: event.merchantId ?? null,
      personId: event.personId ?? null,
      data: event.data ?? {},
      createdAt: now,
    })),
  });
}
