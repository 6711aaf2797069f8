import type { ReactNode } from 'react';

/** One number that matters, with its name and what to make of it. */
export function Stat({
  label,
  value,
  note,
}: {
  readonly label: ReactNode;
  readonly value: ReactNode;
  readonly note?: ReactNode;
}) {
  return (
    <div className="rounded-card border border-line bg-surface p-4 shadow-card">
      <dt className="text-sm text-soft">{label}</dt>
      <dd className="mt-1 text-2xl font-semibold tracking-tight tabular-nums">{value}</dd>
      {note && <dd className="mt-1 text-sm text-soft">{note}</dd>}
    </div>
  );
}
