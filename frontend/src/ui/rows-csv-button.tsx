'use client';
import { useCommonStrings } from '../strings/common.ts';
import { Button } from './button.tsx';
import { saveFile } from './save-file.ts';
import { toCsv } from './to-csv.ts';

/** Saves a list that is there whole as CSV. */
export function RowsCsvButton({
  filename,
  titles,
  rows,
}: {
  readonly filename: string;
  readonly titles: readonly string[];
  readonly rows: readonly (readonly string[])[];
}) {
  const t = useCommonStrings();
  return (
    <Button
      size="small"
      disabled={rows.length === 0}
      onClick={() =>
        saveFile(
          new Blob([toCsv([[...titles], ...rows.map((row) => [...row])])], { type: 'text/csv' }),
          filename,
        )
      }
    >
      {t.exportCsv}
    </Button>
  );
}
