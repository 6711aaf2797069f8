import type { OperatorScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { InvalidInputError } from '../../platform/errors/index.ts';
import { type Connection, PAGE_SIZE_LIMIT } from '../../platform/graphql/index.ts';
import { type DeadJobPlace, listDeadJobs } from './dead-job.repository.ts';
import { readUuid } from './read-uuid.ts';
import { errorText, redact } from './redact.ts';

/** A dead job as operators see it. */
export interface ShownDeadJob {
  readonly id: string;
  readonly queue: string;
  readonly payload: unknown;
  readonly error: string | null;
  readonly attempts: number;
  readonly createdAt: Date | null;
  readonly givenUpAt: Date;
}

/** A page of the jobs that were given up, newest first. @throws InvalidInputError */
export async function pageOfDeadJobs(
  tx: Tx,
  operator: OperatorScope,
  { first, after, queue }: { first: number; after?: string | null; queue?: string | null },
): Promise<Connection<ShownDeadJob>> {
  if (!(Number.isInteger(first) && first >= 1 && first <= PAGE_SIZE_LIMIT)) {
    throw new InvalidInputError('first', `from 1 to ${PAGE_SIZE_LIMIT}`);
  }
  const before = after === undefined || after === null ? undefined : readCursor(after);
  const rows = await listDeadJobs(tx, operator, { queue: queue ?? undefined, before, take: first + 1 });
  const edges = rows.slice(0, first).map(({ data, output, ...row }) => ({
    cursor: cursorOf(row),
    node: { ...row, payload: redact(data), error: errorText(output) },
  }));
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: { hasNextPage: rows.length > first, endCursor: edges.at(-1)?.cursor ?? null },
  };
}

/** Ids of jobs are random: their place is the instant and the id. */
function cursorOf({ givenUpAt, id }: DeadJobPlace): string {
  return Buffer.from(`${givenUpAt.toISOString()} ${id}`).toString('base64url');
}

function readCursor(cursor: string): DeadJobPlace {
  const [instant = '', text = ''] = Buffer.from(cursor, 'base64url').toString().split(' ');
  const givenUpAt = new Date(instant);
  const id = readUuid(text);
  if (Number.isNaN(givenUpAt.getTime()) || !id)
    throw new InvalidInputError('after', 'a cursor from this list');
  return { givenUpAt, id };
}
