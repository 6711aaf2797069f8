/** One measured case beside the reference measured in the same run. */
export interface BenchRow {
  readonly case: string;
  /** What `value` and `reference` count, for example `verifications/s` or `ms`. */
  readonly unit: string;
  readonly value: number;
  readonly reference: number;
  /** `value / reference`; whether more or less is better follows from the unit. */
  readonly ratio: number;
}

export interface BenchReport {
  readonly name: string;
  readonly rows: readonly BenchRow[];
}

/** Builds a row, deriving the ratio. */
export function benchRow(name: string, unit: string, value: number, reference: number): BenchRow {
  return { case: name, unit, value, reference, ratio: value / reference };
}

/** Says what a benchmark is doing; standard error, so that standard output stays the report alone. */
export function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** The report as a plain text table, reference beside each value. */
export function formatReport(report: BenchReport): string {
  const header = ['case', 'unit', 'value', 'reference', 'ratio'];
  const lines = report.rows.map((row) => [
    row.case,
    row.unit,
    formatNumber(row.value),
    formatNumber(row.reference),
    `${row.ratio.toFixed(2)} x`,
  ]);
  const widths = header.map((title, column) =>
    Math.max(title.length, ...lines.map((line) => line[column]?.length ?? 0)),
  );
  const render = (line: readonly string[]) =>
    line
      .map((cell, column) =>
        column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  const rule = '-'.repeat(widths.reduce((sum, width) => sum + width + 2, -2));
  return [report.name, render(header), rule, ...lines.map(render)].join('\n');
}

function formatNumber(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return Number(value.toPrecision(3)).toString();
}
