import type { Prisma } from '../../platform/database/index.ts';

export interface PayloadFields {
  readonly type: string;
  readonly occurredAt: Date;
  readonly object: string;
  readonly version: number;
  readonly id: string;
  readonly snapshot: Prisma.InputJsonObject | null;
}

/** The body of a message: written once, sent and signed byte for byte ever after. */
export function payloadOf({ type, occurredAt, object, version, id, snapshot }: PayloadFields): string {
  return JSON.stringify({
    type,
    timestamp: occurredAt.toISOString(),
    data: { object, version, id, snapshot },
  });
}
