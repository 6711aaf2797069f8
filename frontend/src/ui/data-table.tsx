'use client';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';

export interface Column<Row> {
  readonly key: string;
  readonly title: ReactNode;
  /** Amounts and counts stand at the end of their column. */
  readonly numeric?: boolean;
  readonly cell: (row: Row) => ReactNode;
}

/**
 * A list with columns. Where there is no room for them each row is a card, the columns named within it. The first column
 * leads to the row's own page where it has one.
 */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  rowKey,
  href,
}: {
  /** What is listed, for screen readers. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly href?: (row: Row) => string;
}) {
  return (
    <table className="w-full border-collapse text-left max-md:block">
      <caption className="sr-only">{caption}</caption>
      <thead className="max-md:sr-only">
        <tr className="border-b border-line text-sm text-soft">
          {columns.map(({ key, title, numeric }) => (
            <th
              key={key}
              scope="col"
              className={classes('px-3 py-2 font-medium first:pl-0 last:pr-0', numeric && 'text-right')}
            >
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="max-md:flex max-md:flex-col max-md:gap-3">
        {rows.map((row) => (
          <tr
            key={rowKey(row)}
            className="relative border-b border-line last:border-0 hover:bg-raised/60 max-md:flex max-md:flex-col max-md:gap-1.5 max-md:rounded-control max-md:border max-md:border-line max-md:p-3 max-md:last:border"
          >
            {columns.map(({ key, title, numeric, cell }, index) => (
              <td
                key={key}
                className={classes(
                  'px-3 py-2.5 align-top wrap-anywhere first:pl-0 last:pr-0 max-md:flex max-md:justify-between max-md:gap-4 max-md:p-0',
                  numeric && 'text-right tabular-nums md:whitespace-nowrap',
                )}
              >
                <span aria-hidden="true" className="shrink-0 text-sm text-soft md:hidden">
                  {title}
                </span>
                {index === 0 && href ? (
                  <Link href={href(row)} className="font-medium after:absolute after:inset-0 hover:underline">
                    {cell(row)}
                  </Link>
                ) : (
                  <span className="relative z-1 max-md:text-right">{cell(row)}</span>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
