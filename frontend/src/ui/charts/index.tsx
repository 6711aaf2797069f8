'use client';
import dynamic from 'next/dynamic';
import type { ComponentProps } from 'react';
import { Skeleton } from '../states.tsx';

export { Bars } from './bars.tsx';
export type { TimePoint } from './time-chart.tsx';

const Drawn = dynamic(() => import('./time-chart.tsx'), {
  ssr: false,
  loading: () => <Skeleton className="size-full" />,
});

/** How one number went over time; the same as a table for those who cannot see it. As high whether it is loaded or not. */
export function TimeChart({ label, ...chart }: ComponentProps<typeof Drawn> & { readonly label: string }) {
  return (
    <figure aria-label={label}>
      <div aria-hidden="true" className="h-56">
        <Drawn {...chart} />
      </div>
      <table className="sr-only">
        <caption>{label}</caption>
        <tbody>
          {chart.points.map(({ at, text }) => (
            <tr key={at}>
              <th scope="row">{chart.formatDate(at)}</th>
              <td>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
