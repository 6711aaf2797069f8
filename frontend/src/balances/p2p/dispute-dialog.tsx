'use client';
import { useState } from 'react';
import { useKeyedAction } from '../../graphql/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextArea } from '../../ui/field.tsx';
import { ProblemText } from '../../ui/states.tsx';
import { DisputeP2pTradeDocument } from './p2p.generated.ts';
import { useP2pStrings } from './p2p-strings.ts';

/** Hands a trade to an operator, with what is wrong and what shows it. */
export function DisputeDialog({
  tradeId,
  onClose,
}: {
  readonly tradeId: string;
  readonly onClose: () => void;
}) {
  const t = useP2pStrings();
  const action = useKeyedAction(DisputeP2pTradeDocument);
  const [reason, setReason] = useState('');
  const [evidence, setEvidence] = useState('');
  return (
    <Dialog open onOpenChange={onClose} title={t.disputeTitle} description={t.disputeText}>
      <form
        className="flex flex-col gap-4"
        onSubmit={async (event) => {
          event.preventDefault();
          const { data } = await action.run({
            tradeId,
            reason: reason.trim(),
            evidence: evidence.trim() || null,
          });
          if (data) onClose();
        }}
      >
        <TextArea label={t.why} value={reason} onChange={({ target }) => setReason(target.value)} />
        <TextArea
          label={t.evidence}
          optional
          value={evidence}
          onChange={({ target }) => setEvidence(target.value)}
        />
        <ProblemText problem={action.problem} />
        <Button type="submit" look="danger" busy={action.busy} disabled={reason.trim() === ''}>
          {t.dispute}
        </Button>
      </form>
    </Dialog>
  );
}
