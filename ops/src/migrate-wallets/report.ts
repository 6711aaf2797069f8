import { type Currencies, formatAmount } from '../../../backend/src/ledger/index.ts';
import { difference, OTHER, type TotalsLine } from './totals.ts';
import type { MigrationReport } from './verify.ts';

const TITLES = [
  '',
  'currency',
  'rows',
  'before',
  'posted',
  'after',
  'empty',
  'set aside',
  'amount',
  'difference',
];

/** The totals before and after, what was set aside and why, and the verdict. The same for a dry run. */
export function formatMigrationReport(report: MigrationReport, currencies: Currencies): string {
  const { byCollection, byCurrency, reasons, users, differences, problems } = report;
  const setAside = byCollection.reduce((rows, { quarantined }) => rows + quarantined.rows, 0n);
  return [
    formatTable([TITLES, ...[...byCollection, ...byCurrency].map((line) => cells(line, currencies))]),
    '',
    `users        ${users}`,
    `set aside    ${setAside}`,
    ...reasons.map(
      ({ reason, collection, rows }) => `  ${reason.padEnd(17)} ${collection.padEnd(18)} ${rows}`,
    ),
    ...differences.examples.map(({ kind, key }) => `${kind}: ${key}`),
    '',
    ...(problems.length === 0
      ? ['Before and after agree to the last unit.']
      : problems.map((problem) => `FAILED  ${problem}`)),
  ].join('\n');
}

function cells(line: TotalsLine, { all }: Currencies): string[] {
  const currency = all.find(({ code }) => code === line.currency);
  const amount = (units: bigint) =>
    currency === undefined || line.currency === OTHER ? '-' : formatAmount(units, currency);
  const rest = difference(line);
  return [
    line.collection,
    line.currency,
    String(line.source.rows),
    amount(line.source.amount),
    String(line.posted.rows),
    amount(line.posted.amount),
    String(line.empty),
    String(line.quarantined.rows),
    amount(line.quarantined.amount),
    rest.rows === 0n ? amount(rest.amount) : `${amount(rest.amount)} in ${rest.rows} rows`,
  ];
}

/** Two columns of names, then numbers. */
function formatTable(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  return lines
    .map((line) =>
      line
        .map((cell, column) =>
          column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
