import { randomUUID } from 'node:crypto';
import { databaseErrorOf } from '../database/database-error.ts';
import type { Logger } from '../logging/index.ts';
import { AppError, InvalidInputError } from './app-error.ts';
import { ERROR_TABLE, type ErrorCode, publicText } from './error-table.ts';
import { unexpectedErrors } from './unexpected-errors.ts';

export interface PublicError {
  readonly code: ErrorCode;
  readonly status: number;
  readonly retryable: boolean;
  readonly message: string;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

/**
 * What a caller is told about an error. Errors of ours speak for themselves; anything else is masked,
 * logged once, and findable in the log by the reference that the caller sees.
 */
export function describeError(thrown: unknown, logger: Logger): PublicError {
  const error = isUnstorableText(thrown) ? new InvalidInputError('input', NO_NUL, { cause: thrown }) : thrown;
  if (error instanceof AppError) {
    const { status, retryable } = ERROR_TABLE[error.code];
    return {
      code: error.code,
      status,
      retryable,
      message: publicText(error.code, error.facts),
      facts: error.facts,
    };
  }
  const reference = randomUUID();
  logger.error({ err: error, reference }, 'unexpected error');
  unexpectedErrors.publish({ error, reference });
  const { status, retryable } = ERROR_TABLE.INTERNAL;
  const facts = { reference };
  return { code: 'INTERNAL', status, retryable, message: publicText('INTERNAL', facts), facts };
}

const NO_NUL = 'text without the character U+0000';
/** character_not_in_repertoire, untranslatable_character: what PostgreSQL says of text that it cannot keep. */
const UNSTORABLE: readonly (string | undefined)[] = ['22021', '22P05'];

/** Whoever sends such text, in whatever place, is told so; it is no fault of ours. */
function isUnstorableText(error: unknown): boolean {
  return UNSTORABLE.includes(databaseErrorOf(error)?.code);
}
