'use client';
import { Dialog as Base } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import { useCommonStrings } from '../strings/common.ts';

/** Something to finish or leave before going on: keeps the focus, closes by Escape. On a phone it comes from below. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly children: ReactNode;
}) {
  const t = useCommonStrings();
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-black/50" />
        <Base.Popup className="fixed inset-x-0 bottom-0 z-50 max-h-[92dvh] overflow-y-auto rounded-t-card border border-line bg-surface p-5 shadow-popup sm:inset-x-auto sm:top-1/2 sm:bottom-auto sm:left-1/2 sm:w-[min(34rem,calc(100vw-2rem))] sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-card">
          <div className="flex items-start justify-between gap-4">
            <Base.Title className="text-lg font-semibold">{title}</Base.Title>
            <Base.Close
              aria-label={t.close}
              className="-mt-1 -mr-2 rounded-control p-2 text-soft hover:bg-raised"
            >
              <svg
                viewBox="0 0 20 20"
                aria-hidden="true"
                className="size-5"
                stroke="currentColor"
                strokeWidth="2"
              >
                <path d="m5 5 10 10M15 5 5 15" strokeLinecap="round" />
              </svg>
            </Base.Close>
          </div>
          {description && (
            <Base.Description className="mt-1 text-sm text-soft">{description}</Base.Description>
          )}
          <div className="mt-4 flex flex-col gap-4">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
