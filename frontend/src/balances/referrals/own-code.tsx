'use client';
import { useAction } from '../../graphql/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ProblemText } from '../../ui/states.tsx';
import { CreateReferralCodeDocument } from './referrals.generated.ts';
import { useReferralsStrings } from './referrals-strings.ts';

/** The person's code, or the button that makes one. */
export function OwnCode({ code }: { readonly code: string | null }) {
  const t = useReferralsStrings();
  const action = useAction(CreateReferralCodeDocument);
  const own = action.last?.createReferralCode.code ?? code;
  return (
    <Card title={t.yours} stack>
      {own === null ? (
        <>
          <p className="text-soft">{t.createText}</p>
          <ProblemText problem={action.problem} />
          <div>
            <Button look="primary" busy={action.busy} onClick={() => action.run({})}>
              {t.create}
            </Button>
          </div>
        </>
      ) : (
        <p className="flex flex-wrap items-center gap-3">
          <span className="font-mono text-xl font-semibold">{own}</span>
          <CopyButton text={own} label={t.copy} />
        </p>
      )}
    </Card>
  );
}
