import { InvalidInputError, NotFoundError } from '../../platform/errors/index.ts';
import { type IdKind, isId } from '../../platform/ids.ts';

/** Everything that is no text: control characters but line breaks and tabs. */
const CONTROL = /[^\P{Cc}\n\r\t]/u;

/**
 * What a person wrote, without the blanks around it.
 * @throws InvalidInputError unless it has `min` to `max` characters
 */
export function readText(
  field: string,
  text: string,
  { min = 1, max }: { readonly min?: number; readonly max: number },
): string {
  const trimmed = text.trim();
  if (trimmed.length < min || trimmed.length > max || CONTROL.test(trimmed)) {
    throw new InvalidInputError(field, `text of ${min} to ${max} characters`);
  }
  return trimmed;
}

/** @throws NotFoundError for text that cannot be an id of this kind, before it reaches the database */
export function requireId(kind: IdKind, id: string): void {
  if (!isId(kind, id)) throw new NotFoundError(kind, id);
}
