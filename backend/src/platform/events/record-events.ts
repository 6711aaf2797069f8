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
  const rows = events.map(({ type, subjectId, merchantId, personId, data }) => ({
    type,
    subjectId,
    merchantId,
    personId,
    data: data ?? {},
  }));
  // One parameter however many events: a parameter for each value costs more than all the rest of a block.
  await tx.$executeRaw`
    INSERT INTO events (merchant_id, person_id, type, subject_id, data, created_at)
    SELECT r."merchantId", r."personId", r.type, r."subjectId", r.data, ${now}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r("merchantId" text, "personId" text, type text,
      "subjectId" text, data jsonb)`;
}
