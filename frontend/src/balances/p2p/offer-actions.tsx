'use client';
import { useState } from 'react';
import { useAction } from '../../graphql/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ProblemText } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import {
  CloseP2pOfferDocument,
  type OfferFactsFragment,
  PauseP2pOfferDocument,
  ResumeP2pOfferDocument,
} from './p2p.generated.ts';
import { useP2pStrings } from './p2p-strings.ts';

/** Takes an offer off the market for a while or for good, and puts it back. */
export function OfferActions({
  offer: { id, status },
  onDone,
}: {
  readonly offer: Pick<OfferFactsFragment, 'id' | 'status'>;
  readonly onDone: () => void;
}) {
  const t = useP2pStrings();
  const toast = useToast();
  const pause = useAction(PauseP2pOfferDocument);
  const resume = useAction(ResumeP2pOfferDocument);
  const close = useAction(CloseP2pOfferDocument);
  const [asking, setAsking] = useState(false);
  if (status === 'CLOSED') return null;
  const shift = async (action: typeof pause | typeof resume) => {
    const { problem } = await action.run({ id });
    if (problem) toast.bad(problem.message);
    else onDone();
  };
  return (
    <span className="flex flex-wrap gap-2">
      {status === 'ACTIVE' ? (
        <Button size="small" busy={pause.busy} onClick={() => shift(pause)}>
          {t.pause}
        </Button>
      ) : (
        <Button size="small" busy={resume.busy} onClick={() => shift(resume)}>
          {t.resume}
        </Button>
      )}
      <Button size="small" look="quiet" onClick={() => setAsking(true)}>
        {t.close}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t.closeTitle}
        action={t.close}
        danger
        busy={close.busy}
        onConfirm={async () => {
          const { data } = await close.run({ id });
          if (!data) return;
          setAsking(false);
          onDone();
        }}
      >
        <p>{t.closeText}</p>
        <ProblemText problem={close.problem} />
      </ConfirmDialog>
    </span>
  );
}
