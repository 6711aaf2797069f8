'use client';
import type { CombinedError } from '@urql/core';
import type { ReactNode } from 'react';
import { ProblemNotice, SkeletonRows } from './states.tsx';

/** What a query brings: rows of grey until it is there, what went wrong if it is not, and a stale answer beside a failure. */
export function Loaded<Data>({
  result: { data, error },
  onRetry,
  skeleton = <SkeletonRows />,
  children,
}: {
  readonly result: { readonly data?: Data | null | undefined; readonly error?: CombinedError | undefined };
  readonly onRetry?: () => void;
  readonly skeleton?: ReactNode;
  readonly children: (data: Data) => ReactNode;
}) {
  return (
    <>
      {error && <ProblemNotice error={error} onRetry={onRetry} />}
      {/* Null where the API refused the whole of it. */}
      {data === undefined || data === null ? !error && skeleton : children(data)}
    </>
  );
}
