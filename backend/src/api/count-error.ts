import { ERROR_TABLE } from '../platform/errors/index.ts';
import type { Metrics } from '../platform/metrics/index.ts';

/** Counts an error that a caller is told of, by its code in the table. */
export function countError(
  { errors }: Pick<Metrics, 'errors'>,
  code: unknown,
  source: 'graphql' | 'rest' | 'live',
): void {
  const known = typeof code === 'string' && Object.hasOwn(ERROR_TABLE, code) ? code : 'INTERNAL';
  errors.inc({ code: known, source });
}
