'use client';
import { Area, AreaChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';

export interface TimePoint {
  /** ISO 8601. */
  readonly at: string;
  /** For drawing alone: exact amounts are in `text`. */
  readonly value: number;
  /** The value as people write it. */
  readonly text: string;
}

/** How one number went over time. Load it lazily: see `index.tsx`. */
export default function TimeChart({
  points,
  formatDate,
}: {
  readonly points: readonly TimePoint[];
  readonly formatDate: (iso: string) => string;
}) {
  return (
    <ResponsiveContainer width="100%" height="100%">
      <AreaChart
        data={[...points]}
        margin={{ top: 8, right: 8, bottom: 0, left: 8 }}
        accessibilityLayer={false}
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="at"
          tickFormatter={formatDate}
          tick={{ fill: 'var(--soft)', fontSize: 12 }}
          minTickGap={48}
          stroke="var(--line)"
        />
        <YAxis hide domain={['auto', 'auto']} />
        <Tooltip
          isAnimationActive={false}
          content={({ active, payload }) => {
            const point: TimePoint | undefined = active ? payload[0]?.payload : undefined;
            return point === undefined ? null : (
              <div className="rounded-control border border-line bg-surface px-3 py-2 text-sm shadow-popup">
                <p className="text-soft">{formatDate(point.at)}</p>
                <p className="font-medium tabular-nums">{point.text}</p>
              </div>
            );
          }}
        />
        <Area
          dataKey="value"
          type="monotone"
          stroke="var(--chart-1)"
          fill="var(--chart-1)"
          fillOpacity={0.12}
          strokeWidth={2}
          isAnimationActive={false}
        />
      </AreaChart>
    </ResponsiveContainer>
  );
}
