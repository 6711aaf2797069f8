'use client';
import { useCallback, useState } from 'react';
import { useAction } from '../../graphql/use-action.ts';
import { TransactionView } from '../../signing/transaction-view.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ProblemText } from '../../ui/states.tsx';
import { rememberInAddress } from '../checkout-address.ts';
import { usePanelStrings } from '../panel-strings.ts';
import type { RailPanelProps } from '../rail-panel-props.ts';
import { SignedInHere } from '../signed-in-here.tsx';
import { CharmsQuoteDocument } from './rails.generated.ts';

/** Paying with one transaction that brings the token along. */
export default function CharmsPanel(props: RailPanelProps) {
  const { signIn } = usePanelStrings();
  return (
    <SignedInHere title={signIn.charms}>
      <CharmsPayment {...props} />
    </SignedInHere>
  );
}

function CharmsPayment({ invoice, initialTransactionId }: RailPanelProps) {
  const { charms: t } = usePanelStrings();
  const quote = useAction(CharmsQuoteDocument);
  const [transactionId, setTransactionId] = useState(initialTransactionId);
  const [over, setOver] = useState(false);
  const prepare = async () => {
    const { data } = await quote.run({ invoiceId: invoice.id });
    const id = data?.quoteInvoice.transaction?.id;
    if (id === undefined) return;
    setOver(false);
    setTransactionId(id);
    rememberInAddress({ rail: 'CHARMS', transaction: id });
  };
  const onStep = useCallback(
    ({ step }: { readonly step: string }) => setOver(step === 'FAILED' || step === 'EXPIRED'),
    [],
  );
  const button = (text: string) => (
    <Button look="primary" size="large" busy={quote.busy} onClick={prepare}>
      {text}
    </Button>
  );
  return (
    <div className="flex flex-col gap-4">
      {quote.problem?.code === 'NOT_FOUND' ? (
        <Notice tone="bad" title={t.notYours} />
      ) : (
        <ProblemText problem={quote.problem} />
      )}
      {transactionId === undefined ? (
        <>
          <p className="text-sm text-soft">{t.lead}</p>
          {button(t.prepare)}
        </>
      ) : (
        <>
          <TransactionView key={transactionId} id={transactionId} onStep={onStep} />
          {over && button(t.again)}
        </>
      )}
    </div>
  );
}
