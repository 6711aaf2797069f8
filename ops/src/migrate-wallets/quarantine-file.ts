import { open } from 'node:fs/promises';
import type { Session } from './staging.repository.ts';
import { stagedFaults } from './staging.repository.ts';

const COLUMNS = [
  'collection',
  'position',
  'document_id',
  'user_id',
  'currency',
  'available',
  'locked',
  'total',
  'reason',
  'detail',
] as const;

/** Writes what is set aside as CSV (RFC 4180) with a line of names, in the order of the source. */
export async function writeQuarantineFile(session: Session, path: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.write(`${COLUMNS.join(',')}\r\n`);
    for await (const rows of stagedFaults(session)) {
      await file.write(
        rows.map((row) => `${COLUMNS.map((column) => csvField(row[column])).join(',')}\r\n`).join(''),
      );
    }
  } finally {
    await file.close();
  }
}

/** In quotes where needed. What a spreadsheet would take for a formula gets an apostrophe in front. */
export function csvField(value: string | null): string {
  const text = value ?? '';
  const safe = /^[=+@\t\r]|^-(?![\d.])/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
