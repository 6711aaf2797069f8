import type { ReactNode } from 'react';

/** Facts with their names. */
export function KeyValues({
  items,
}: {
  readonly items: readonly (readonly [ReactNode, ReactNode] | false)[];
}) {
  return (
    <dl className="grid grid-cols-1 gap-x-6 gap-y-1 sm:grid-cols-[fit-content(55%)_minmax(0,1fr)] sm:gap-y-2">
      {items.map((item, index) => {
        if (item === false) return null;
        const [name, value] = item;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: facts keep their places
          <div key={index} className="contents">
            <dt className="text-sm text-soft sm:py-0.5">{name}</dt>
            <dd className="min-w-0 wrap-anywhere max-sm:mb-2">{value}</dd>
          </div>
        );
      })}
    </dl>
  );
}
