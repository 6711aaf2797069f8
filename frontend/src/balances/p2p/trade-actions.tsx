'use client';
import { useState } from 'react';
import { useFormats } from '../../format/format-context.tsx';
import { useKeyedAction } from '../../graphql/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemText } from '../../ui/states.tsx';
import { DisputeDialog } from './dispute-dialog.tsx';
import {
  CancelP2pTradeDocument,
  MarkP2pTradePaidDocument,
  ReleaseP2pTradeDocument,
  type TradeFactsFragment,
} from './p2p.generated.ts';
import { useP2pStrings } from './p2p-strings.ts';
import type { Side, TradeRights } from './trade-rights.ts';
import { useP2pTexts } from './use-p2p-texts.ts';

/** What the person may do with a trade; each asks once more, and says what it means. */
export function TradeActions({
  trade,
  side,
  rights,
}: {
  readonly trade: TradeFactsFragment;
  readonly side: Side;
  readonly rights: TradeRights;
}) {
  const t = useP2pStrings();
  const [asking, setAsking] = useState<'pay' | 'release' | 'cancel' | 'dispute'>();
  const close = () => setAsking(undefined);
  const { id: tradeId } = trade;
  return (
    <div className="flex flex-wrap gap-2">
      {rights.markPaid && (
        <Button look="primary" onClick={() => setAsking('pay')}>
          {t.markPaid}
        </Button>
      )}
      {rights.release && (
        <Button
          look={trade.status === 'AWAITING_PAYMENT' ? 'secondary' : 'primary'}
          onClick={() => setAsking('release')}
        >
          {t.release}
        </Button>
      )}
      {rights.dispute && <Button onClick={() => setAsking('dispute')}>{t.dispute}</Button>}
      {rights.cancel && (
        <Button look="quiet" onClick={() => setAsking('cancel')}>
          {t.cancel}
        </Button>
      )}
      {asking === 'pay' && <PaidDialog trade={trade} onClose={close} />}
      {asking === 'release' && <ReleaseDialog trade={trade} onClose={close} />}
      {asking === 'cancel' && <CancelDialog tradeId={tradeId} side={side} onClose={close} />}
      {asking === 'dispute' && <DisputeDialog tradeId={tradeId} onClose={close} />}
    </div>
  );
}

interface Asking {
  readonly trade: TradeFactsFragment;
  readonly onClose: () => void;
}

function PaidDialog({ trade, onClose }: Asking) {
  const t = useP2pStrings();
  const texts = useP2pTexts();
  const action = useKeyedAction(MarkP2pTradePaidDocument);
  const [reference, setReference] = useState('');
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t.markTitle}
      action={t.markPaid}
      busy={action.busy}
      onConfirm={async () => {
        const { data } = await action.run({ tradeId: trade.id, reference: reference.trim() });
        if (data) onClose();
      }}
    >
      <p>{t.markText(texts.priceMoney(trade.priceAmount, trade), trade.paymentMethod)}</p>
      <TextField
        label={t.reference}
        hint={t.referenceHint}
        value={reference}
        onChange={({ target }) => setReference(target.value)}
      />
      <ProblemText problem={action.problem} />
    </ConfirmDialog>
  );
}

function ReleaseDialog({ trade, onClose }: Asking) {
  const t = useP2pStrings();
  const format = useFormats();
  const texts = useP2pTexts();
  const action = useKeyedAction(ReleaseP2pTradeDocument);
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t.releaseTitle}
      action={t.release}
      danger
      busy={action.busy}
      onConfirm={async () => {
        const { data } = await action.run({ tradeId: trade.id });
        if (data) onClose();
      }}
    >
      <p>
        {t.releaseText(
          format.money(trade.amount, trade.currency),
          texts.priceMoney(trade.priceAmount, trade),
        )}
      </p>
      <ProblemText problem={action.problem} />
    </ConfirmDialog>
  );
}

function CancelDialog({
  tradeId,
  side,
  onClose,
}: {
  readonly tradeId: string;
  readonly side: Side;
  readonly onClose: () => void;
}) {
  const t = useP2pStrings();
  const action = useKeyedAction(CancelP2pTradeDocument);
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t.cancelTitle}
      action={t.cancel}
      danger
      busy={action.busy}
      onConfirm={async () => {
        const { data } = await action.run({ tradeId });
        if (data) onClose();
      }}
    >
      <p>{side === 'BUYER' ? t.cancelBuyer : t.cancelSeller}</p>
      <ProblemText problem={action.problem} />
    </ConfirmDialog>
  );
}
