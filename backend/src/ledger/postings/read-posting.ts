import type { Tx } from '../../platform/database/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { findPostings, type MovementRow } from './posting.repository.ts';
import { parsePostingId, postingId } from './posting-id.ts';

/** A posting as it stands in the journal. */
export interface Posting {
  readonly id: string;
  readonly key: string;
  readonly kind: string;
  readonly eventAt: Date;
  readonly createdAt: Date;
  readonly description: string | null;
  readonly metadata: unknown;
  /** The posting that this one undoes. */
  readonly reversesId: string | null;
  readonly movements: readonly MovementRow[];
}

/**
 * A posting with its movements. Whether the caller may see it is the caller's to check.
 * @throws NotFoundError
 */
export async function readPosting(tx: Tx, id: string): Promise<Posting> {
  const parsed = parsePostingId(id);
  const row = parsed && (await findPostings(tx, [parsed.number])).get(parsed.number);
  if (row === undefined || row.createdAt.getTime() !== parsed?.createdAt.getTime()) {
    throw new NotFoundError('posting', id);
  }
  const { reverses, number: _, ...rest } = row;
  const reversesId = reverses === null ? null : postingId(reverses.number, reverses.createdAt);
  return { id, ...rest, reversesId };
}
