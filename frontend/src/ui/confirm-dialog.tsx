'use client';
import type { ReactNode } from 'react';
import { useCommonStrings } from '../strings/common.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

/** Asks once more before something that cannot be taken back, and says what will happen. */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  children,
  action,
  danger = false,
  busy = false,
  onConfirm,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  /** What the button that does it says. */
  readonly action: string;
  readonly danger?: boolean;
  readonly busy?: boolean;
  readonly onConfirm: () => void;
}) {
  const t = useCommonStrings();
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={title}>
      {children}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={() => onOpenChange(false)}>{t.cancel}</Button>
        <Button look={danger ? 'danger' : 'primary'} busy={busy} onClick={onConfirm}>
          {action}
        </Button>
      </div>
    </Dialog>
  );
}
