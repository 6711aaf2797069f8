import { NotFoundError } from '../platform/errors/index.ts';
import { type IdKind, isId } from '../platform/ids.ts';

/** @throws NotFoundError for text that cannot be an id of this kind, before it reaches the database */
export function requireId(kind: IdKind, id: string): void {
  if (!isId(kind, id)) throw new NotFoundError(kind, id);
}
