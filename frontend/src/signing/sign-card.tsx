'use client';
import { useFormats } from '../format/format-context.tsx';
import { useAction } from '../graphql/use-action.ts';
import { useSignInStrings } from '../sign-in/sign-in-strings.ts';
import type { SpellOrder } from '../spells/verify-spell.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Notice } from '../ui/notice.tsx';
import { ProblemText, Skeleton } from '../ui/states.tsx';
import { ReviewFacts } from './review-facts.tsx';
import { useSigningStrings } from './signing-strings.ts';
import { CancelTransactionDocument, type SignableTransactionFragment } from './transaction.generated.ts';
import { useReview } from './use-review.ts';
import { useSigner } from './use-signer.ts';

/** What there is to sign, checked before the wallet is asked; with anything amiss the wallet is not asked at all. */
export function SignCard({
  transaction,
  order,
}: {
  readonly transaction: SignableTransactionFragment;
  readonly order: SpellOrder;
}) {
  const t = useSigningStrings();
  const w = useSignInStrings();
  const format = useFormats();
  const review = useReview(order);
  const signer = useSigner();
  const cancel = useAction(CancelTransactionDocument);
  const { id, plan, signBefore } = transaction;
  if (review === undefined) {
    return (
      <Card title={t.review} description={t.checking}>
        <Skeleton className="h-56 w-full" />
      </Card>
    );
  }
  const { facts, discrepancies } = review;
  const callOff = (
    <Button look="quiet" busy={cancel.busy} onClick={() => cancel.run({ transactionId: id })}>
      {t.cancel}
    </Button>
  );
  if (facts === undefined || discrepancies.length > 0) {
    return (
      <Notice tone="bad" title={t.refusedTitle} actions={callOff}>
        <p>{t.refusedText}</p>
        <ul className="mt-2 list-disc pl-5">
          {discrepancies.map(({ code, detail }) => (
            <li key={code + detail}>
              {t.discrepancy(code)} <span className="text-soft">({detail})</span>
            </li>
          ))}
        </ul>
      </Notice>
    );
  }
  return (
    <Card title={t.review} description={t.checked}>
      <ReviewFacts facts={facts} merchant={plan?.merchant.name ?? ''} plan={plan?.name ?? ''} />
      <div className="mt-5 flex flex-col gap-3">
        {signer.walletError && (
          <Notice tone="bad" title={w.walletProblem(signer.walletError.code, signer.walletError.wallet)}>
            {w.nextStep(signer.walletError.nextStep)}
          </Notice>
        )}
        <ProblemText problem={signer.problem ?? cancel.problem} />
        <Button
          look="primary"
          size="large"
          busy={signer.busy}
          onClick={() => signer.sign(id, order.psbt, facts.inputsToSign)}
        >
          {t.sign}
        </Button>
        {callOff}
        {signBefore && (
          <p className="text-center text-sm text-soft">{t.signBefore(format.dateTime(signBefore))}</p>
        )}
      </div>
    </Card>
  );
}
