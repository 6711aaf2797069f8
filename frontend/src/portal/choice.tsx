import type { ReactNode } from 'react';

/** One of several, the whole of it to press. */
export function Choice({
  name,
  checked,
  onChoose,
  title,
  text,
  end,
}: {
  readonly name: string;
  readonly checked: boolean;
  readonly onChoose: () => void;
  readonly title: ReactNode;
  readonly text?: ReactNode;
  /** At its right: what it costs. */
  readonly end?: ReactNode;
}) {
  return (
    <label className="flex cursor-pointer gap-3 rounded-control border border-strong-line p-3 has-checked:border-accent has-checked:bg-accent-tint">
      <input
        type="radio"
        name={name}
        className="mt-1 size-4 shrink-0 accent-(--accent)"
        checked={checked}
        onChange={onChoose}
      />
      <span className="flex min-w-0 flex-1 flex-wrap justify-between gap-x-4">
        <span className="min-w-0">
          <span className="block font-medium wrap-anywhere">{title}</span>
          {text && <span className="text-sm text-soft">{text}</span>}
        </span>
        {end && <span className="tabular-nums">{end}</span>}
      </span>
    </label>
  );
}
