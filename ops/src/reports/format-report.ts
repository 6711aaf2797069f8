import { csvLine } from '../../../backend/src/platform/csv/index.ts';
import type { ReportTable } from './reports.repository.ts';

export type ReportFormat = 'text' | 'csv' | 'json';

/** A report as text in columns, as CSV (RFC 4180), or as a list of JSON objects. */
export function formatTable({ columns, rows }: ReportTable, format: ReportFormat): string {
  if (format === 'csv') return [columns, ...rows].map((cells) => csvLine(cells)).join('');
  if (format === 'json') {
    const objects = rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i] ?? ''])));
    return `${JSON.stringify(objects)}\n`;
  }
  const widths = columns.map((name, i) => Math.max(name.length, ...rows.map((row) => (row[i] ?? '').length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return `${[line(columns), rule, ...rows.map(line), ...(rows.length === 0 ? ['(none)'] : [])].join('\n')}\n`;
}
