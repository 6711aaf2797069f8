'use client';
import { Menu as Base } from '@base-ui/react/menu';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { buttonClasses } from './button.tsx';

interface Item {
  readonly label: ReactNode;
  readonly href?: string;
  readonly onSelect?: () => void;
  readonly danger?: boolean;
  readonly disabled?: boolean;
}

/** What can be done with something, behind one button. */
export function Menu({
  trigger,
  label,
  items,
  className,
}: {
  readonly trigger: ReactNode;
  /** What the button is called, where it shows no text. */
  readonly label?: string;
  readonly items: readonly Item[];
  readonly className?: string;
}) {
  const look = (danger: boolean) =>
    `flex min-h-10 cursor-default items-center rounded-control px-3 data-highlighted:bg-raised data-disabled:opacity-50 ${danger ? 'text-bad' : ''}`;
  return (
    <Base.Root>
      <Base.Trigger aria-label={label} className={className ?? buttonClasses('quiet', 'small')}>
        {trigger}
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={6} align="end" className="z-50">
          <Base.Popup className="min-w-44 rounded-card border border-line bg-surface p-1 shadow-popup outline-none">
            {items.map(({ label: text, href, onSelect, danger = false, disabled = false }, index) =>
              href === undefined ? (
                // biome-ignore lint/suspicious/noArrayIndexKey: the items of a menu keep their places
                <Base.Item key={index} onClick={onSelect} disabled={disabled} className={look(danger)}>
                  {text}
                </Base.Item>
              ) : (
                <Base.Item key={href} render={<Link href={href} />} className={look(danger)}>
                  {text}
                </Base.Item>
              ),
            )}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
