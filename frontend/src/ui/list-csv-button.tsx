'use client';
import { useState } from 'react';
import type { List } from '../graphql/use-list.ts';
import { useCommonStrings } from '../strings/common.ts';
import { Button } from './button.tsx';
import { saveFile } from './save-file.ts';
import { toCsv } from './to-csv.ts';
import { useToast } from './toast.tsx';

/** More than that is for the API: a browser holds all of it at once. */
const MOST_ROWS = 50_000;

/** Saves all of a list as CSV, also what is not shown yet, page by page. */
export function ListCsvButton<Row>({
  list,
  filename,
  columns,
}: {
  readonly list: List<Row>;
  readonly filename: string;
  readonly columns: readonly { readonly title: string; readonly value: (row: Row) => string }[];
}) {
  const t = useCommonStrings();
  const toast = useToast();
  const [count, setCount] = useState<number>();
  const save = async () => {
    const rows = [columns.map(({ title }) => title)];
    setCount(0);
    try {
      for await (const row of list.all()) {
        rows.push(columns.map(({ value }) => value(row)));
        if (rows.length % 100 === 0) setCount(rows.length);
        if (rows.length > MOST_ROWS) break;
      }
      saveFile(new Blob([toCsv(rows)], { type: 'text/csv' }), filename);
    } catch {
      toast.bad(t.exportFailed);
    } finally {
      setCount(undefined);
    }
  };
  return (
    <Button size="small" busy={count !== undefined} onClick={save}>
      {count === undefined ? t.exportCsv : t.rows(count)}
    </Button>
  );
}
