'use client';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useFormats } from '../format/format-context.tsx';
import { useAction } from '../graphql/use-action.ts';
import { useSignInStrings } from '../sign-in/sign-in-strings.ts';
import { useSigningStrings } from '../signing/signing-strings.ts';
import { useReview } from '../signing/use-review.ts';
import { useWalletSignature } from '../signing/use-wallet-signature.ts';
import type { SpellFacts, SpellOrder } from '../spells/verify-spell.ts';
import { Button } from '../ui/button.tsx';
import { Shortened } from '../ui/copy-button.tsx';
import { KeyValues } from '../ui/key-values.tsx';
import { Notice } from '../ui/notice.tsx';
import { ProblemText, Skeleton } from '../ui/states.tsx';
import { SubmitCosignedDocument } from './cosign.generated.ts';
import { useCosignStrings } from './cosign-strings.ts';

/** What the merchant signs, checked before the wallet is asked; with anything amiss the wallet is not asked at all. */
export function SaleReview({
  transactionId,
  order,
  mayAct,
  onDone,
}: {
  readonly transactionId: string;
  readonly order: SpellOrder;
  readonly mayAct: boolean;
  readonly onDone: () => void;
}) {
  const t = useCosignStrings();
  const s = useSigningStrings();
  const w = useSignInStrings();
  const { id: merchantId } = useMerchant();
  const review = useReview(order);
  const wallet = useWalletSignature();
  const submit = useAction(SubmitCosignedDocument);
  if (review === undefined) {
    return (
      <div role="status">
        <p className="mb-3 text-sm text-soft">{t.checking}</p>
        <Skeleton className="h-32 w-full" />
      </div>
    );
  }
  const { facts, discrepancies } = review;
  if (facts === undefined || discrepancies.length > 0) {
    return (
      <Notice tone="bad" title={t.refusedTitle}>
        <p>{t.refusedText}</p>
        <ul className="mt-2 list-disc pl-5">
          {discrepancies.map(({ code, detail }) => (
            <li key={code + detail}>
              {s.discrepancy(code)} <span className="text-soft">({detail})</span>
            </li>
          ))}
        </ul>
        {discrepancies.some(({ code }) => code === 'INPUT') && <p className="mt-2">{t.otherHolder}</p>}
      </Notice>
    );
  }
  return (
    <>
      <p className="text-sm text-soft">{t.checked}</p>
      <SaleFacts facts={facts} />
      {wallet.error && (
        <Notice tone="bad" title={w.walletProblem(wallet.error.code, wallet.error.wallet)}>
          {w.nextStep(wallet.error.nextStep)}
        </Notice>
      )}
      <ProblemText problem={submit.problem} />
      {mayAct ? (
        <Button
          look="primary"
          busy={wallet.asking || submit.busy}
          onClick={async () => {
            const psbt = await wallet.ask(order.psbt, facts.inputsToSign);
            if (psbt === undefined) return;
            const { data } = await submit.run({ merchantId, transactionId, psbt });
            if (data) onDone();
          }}
        >
          {t.sign}
        </Button>
      ) : (
        <p className="text-sm text-soft">{t.viewer}</p>
      )}
    </>
  );
}

function SaleFacts({ facts }: { readonly facts: SpellFacts }) {
  const t = useCosignStrings();
  const s = useSigningStrings();
  const format = useFormats();
  const { paidSats, periods, plan, charmSats, outputs, proof } = facts;
  const paidTo = outputs.find(({ role }) => role === 'PAYMENT')?.address;
  return (
    <>
      <KeyValues
        items={[
          [t.paid, <strong key="paid">{format.money(paidSats, 'BTC')}</strong>],
          paidTo !== undefined && [t.paidTo, <Shortened key="to" text={paidTo} ends={10} />],
          [t.gives, t.periods(Number(periods ?? 0n))],
          typeof plan?.limit === 'bigint' && [t.left, t.periods(Number(plan.limit))],
          [t.kept, format.money(charmSats, 'BTC')],
          [t.fee, t.feeText],
        ]}
      />
      {proof === 'mock' && <p className="text-sm text-soft">{s.mock}</p>}
    </>
  );
}
