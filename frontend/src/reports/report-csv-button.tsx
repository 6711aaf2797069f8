'use client';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { CsvButton } from '../ui/csv-button.tsx';
import type { ReportPeriod } from './report-period.ts';

/** Saves a report of a period as CSV. */
export function ReportCsvButton({
  report,
  period: { from, to },
}: {
  readonly report: 'recurring' | 'revenue' | 'outstanding' | 'uncollectible';
  readonly period: ReportPeriod;
}) {
  const { id } = useMerchant();
  return (
    <CsvButton
      path={`/api/merchants/${id}/reports/${report}.csv?from=${from}&to=${to}`}
      filename={`${report}-${from}.csv`}
    />
  );
}
