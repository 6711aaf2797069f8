'use client';
import { type ReactNode, useState } from 'react';
import type { ApiProblem } from '../graphql/api-problem.ts';
import { useCommonStrings } from '../strings/common.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextArea } from '../ui/field.tsx';
import { ProblemText } from '../ui/states.tsx';
import { useOperatorStrings } from './operator-strings.ts';

/** A decision of an operator, with the reason that the audit log keeps. */
export function DecisionDialog({
  title,
  action,
  danger = false,
  busy,
  problem,
  children,
  onClose,
  onDecide,
}: {
  readonly title: string;
  /** What the button that does it says. */
  readonly action: string;
  readonly danger?: boolean;
  readonly busy: boolean;
  readonly problem: ApiProblem | undefined;
  /** What is decided, and further fields. */
  readonly children?: ReactNode;
  readonly onClose: () => void;
  readonly onDecide: (reason: string) => void;
}) {
  const t = useOperatorStrings();
  const c = useCommonStrings();
  const [reason, setReason] = useState('');
  return (
    <Dialog open onOpenChange={onClose} title={title}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          onDecide(reason.trim());
        }}
      >
        {children}
        <TextArea
          label={t.reason}
          hint={t.reasonHint}
          required
          maxLength={300}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <ProblemText problem={problem} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{c.cancel}</Button>
          <Button type="submit" look={danger ? 'danger' : 'primary'} busy={busy}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
