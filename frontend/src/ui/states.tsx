'use client';
import type { CombinedError } from '@urql/core';
import type { ReactNode } from 'react';
import { type ApiProblem, toApiProblem } from '../graphql/api-problem.ts';
import { useCommonStrings } from '../strings/common.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

/** Grey bars in the places of what is coming, as high as it will be: nothing jumps when it is there. */
export function Skeleton({ className = 'h-4 w-full' }: { className?: string }) {
  return <div aria-hidden="true" className={`animate-pulse rounded-control bg-raised ${className}`} />;
}

/** A number of rows that are coming. */
export function SkeletonRows({ rows = 5 }: { rows?: number }) {
  const t = useCommonStrings();
  return (
    <div role="status" aria-label={t.loading} className="flex flex-col gap-3 py-2">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows that are all the same have nothing else
        <Skeleton key={row} className="h-9 w-full" />
      ))}
    </div>
  );
}

/** Nothing is there yet: says what would be, and how it comes about. */
export function EmptyState({
  title,
  children,
  action,
}: {
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center gap-2 px-4 py-10 text-center">
      <svg
        viewBox="0 0 48 48"
        aria-hidden="true"
        className="size-12 text-strong-line"
        fill="none"
        stroke="currentColor"
      >
        <rect x="9" y="6" width="30" height="36" rx="4" strokeWidth="2" />
        <path d="M16 16h16M16 23h16M16 30h9" strokeWidth="2" strokeLinecap="round" strokeDasharray="1 4" />
      </svg>
      <p className="font-medium">{title}</p>
      {children && <p className="max-w-prose text-sm text-soft">{children}</p>}
      {action && <div className="mt-2">{action}</div>}
    </div>
  );
}

/** What the API refused or could not say, in its own words where it has some; nothing when it did neither. */
export function ProblemText({
  problem,
  onRetry,
}: {
  readonly problem: ApiProblem | undefined;
  readonly onRetry?: (() => void) | undefined;
}) {
  const t = useCommonStrings();
  if (problem === undefined) return null;
  return (
    <Notice
      tone="bad"
      title={problem.code === 'OFFLINE' ? t.unreachable : problem.message}
      actions={
        onRetry && (
          <Button size="small" onClick={onRetry}>
            {t.retry}
          </Button>
        )
      }
    />
  );
}

/** The same of a query. */
export function ProblemNotice({
  error,
  onRetry,
}: {
  readonly error: CombinedError;
  readonly onRetry?: (() => void) | undefined;
}) {
  return <ProblemText problem={toApiProblem(error)} onRetry={onRetry} />;
}
