'use client';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useAction } from '../graphql/use-action.ts';
import { TransactionView } from '../signing/transaction-view.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ProblemText } from '../ui/states.tsx';
import { ActivatePlanDocument, MintPlanDocument, type PlanFactsFragment } from './plans.generated.ts';
import { usePlansStrings } from './plans-strings.ts';

/** Steps after which a mint is over without a plan on the chain, so that another can be begun. */
const OVER = ['FAILED', 'EXPIRED'];

/** Puts a draft on sale: by a transaction, step by step, where it has a token; at once where it has none. */
export function PlanDraft({ plan }: { readonly plan: PlanFactsFragment }) {
  const t = usePlansStrings();
  const { may } = useMerchant();
  const mint = useAction(MintPlanDocument);
  const activate = useAction(ActivatePlanDocument);
  const under = plan.mint ?? mint.last?.mintPlan.transaction;
  const canBegin = may('ADMIN') && (!plan.mint || OVER.includes(plan.mint.step));
  return (
    <Card title={plan.mintable ? t.mint : t.activate} description={plan.mintable ? t.mintLead : t.draftText}>
      <div className="flex flex-col gap-4">
        {plan.mintable && under && <TransactionView key={under.id} id={under.id} />}
        <ProblemText problem={mint.problem ?? activate.problem} />
        {canBegin && (
          <div>
            {plan.mintable ? (
              <Button look="primary" busy={mint.busy} onClick={() => mint.run({ planId: plan.id })}>
                {t.mint}
              </Button>
            ) : (
              <Button look="primary" busy={activate.busy} onClick={() => activate.run({ planId: plan.id })}>
                {t.activate}
              </Button>
            )}
          </div>
        )}
      </div>
    </Card>
  );
}
