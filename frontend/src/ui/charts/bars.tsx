import type { ReactNode } from 'react';

interface Bar {
  readonly key: string;
  readonly label: ReactNode;
  /** Its share of the whole, from 0 to 1. */
  readonly share: number;
  readonly text: ReactNode;
}

/** How a whole is made up: a bar for each part, its name and its amount in words beside it. */
export function Bars({ label, bars }: { readonly label: string; readonly bars: readonly Bar[] }) {
  return (
    <ul aria-label={label} className="flex flex-col gap-3">
      {bars.map(({ key, label: name, share, text }, index) => (
        <li key={key}>
          <div className="flex justify-between gap-4 text-sm">
            <span>{name}</span>
            <span className="tabular-nums">{text}</span>
          </div>
          <div aria-hidden="true" className="mt-1 h-2 overflow-hidden rounded-full bg-raised">
            <div
              className="h-full rounded-full"
              style={{
                width: `${Math.max(0, Math.min(1, share)) * 100}%`,
                background: `var(--chart-${(index % 5) + 1})`,
              }}
            />
          </div>
        </li>
      ))}
    </ul>
  );
}
