'use client';
import type { ReactNode } from 'react';
import type { List } from '../graphql/use-list.ts';
import { useCommonStrings } from '../strings/common.ts';
import { Button } from './button.tsx';
import { type Column, DataTable } from './data-table.tsx';
import { ProblemNotice, SkeletonRows } from './states.tsx';

/** A list of the API as a table with all its states: coming, none, failed, and more to show. */
export function ListView<Row>({
  list,
  caption,
  columns,
  rowKey,
  href,
  empty,
}: {
  readonly list: List<Row>;
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  readonly href?: (row: Row) => string;
  readonly empty: ReactNode;
}) {
  const t = useCommonStrings();
  const { rows, error, hasMore, loadingMore } = list;
  return (
    <>
      {error && <ProblemNotice error={error} onRetry={list.refetch} />}
      {rows === undefined && !error && <SkeletonRows />}
      {rows?.length === 0 && empty}
      {rows !== undefined && rows.length > 0 && (
        <DataTable caption={caption} columns={columns} rows={rows} rowKey={rowKey} {...(href && { href })} />
      )}
      {hasMore && (
        <div className="mt-4 flex justify-center">
          <Button busy={loadingMore} onClick={list.loadMore}>
            {loadingMore ? t.loadingMore : t.more}
          </Button>
        </div>
      )}
    </>
  );
}
