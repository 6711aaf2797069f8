'use client';
import { type Step, Steps } from '../ui/steps.tsx';
import { useSigningStrings } from './signing-strings.ts';
import type { SignableTransactionFragment, TransactionStep } from './transaction.generated.ts';

/** How far each step of the API is along the drawn ones. */
const REACHED: Readonly<Record<TransactionStep, number>> = {
  QUEUED: 0,
  PROVING: 0,
  AWAITING_SIGNATURE: 1,
  AWAITING_COSIGNATURE: 2,
  BROADCAST: 4,
  CONFIRMING: 4,
  SETTLED: 5,
  EXPIRED: -1,
  FAILED: -1,
};

/** A transaction from the wish for it to its last confirmation, drawn. */
export function TransactionSteps({ transaction }: { readonly transaction: SignableTransactionFragment }) {
  const { steps: t, progress } = useSigningStrings();
  const { step, confirmations, confirmationsNeeded, plan, kind, txid, signBefore } = transaction;
  const limited = kind === 'SUBSCRIPTION_MINT' && typeof plan?.supplyLimit === 'string';
  const failed = REACHED[step] < 0;
  // Of a failed one the last that it reached is all there is to go by.
  const reached = failed ? (txid === null ? 0 : signBefore === null ? 3 : 1) : REACHED[step];
  const details = [
    step === 'QUEUED' ? t.queued : t.preparing,
    t.signing,
    t.cosigning,
    undefined,
    t.confirming(confirmations, confirmationsNeeded),
  ];
  const shown = [t.prepare, t.sign, t.cosign, t.send, t.confirm]
    .map((label, index): Step => {
      const state = index < reached ? 'done' : index > reached ? 'waiting' : failed ? 'failed' : 'current';
      return { label, state, detail: state === 'current' ? details[index] : undefined };
    })
    .filter((_, index) => limited || index !== 2);
  return <Steps label={progress} steps={shown} />;
}
