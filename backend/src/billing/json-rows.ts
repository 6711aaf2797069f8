/**
 * Rows as the one parameter of a set-based statement: `jsonb_to_recordset(${jsonRows(rows)}::jsonb)`.
 * Instants travel as ISO 8601, big integers as decimal text.
 */
export function jsonRows(rows: readonly object[]): string {
  return JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
}
