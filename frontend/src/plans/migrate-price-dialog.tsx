'use client';
import { useState } from 'react';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useAction } from '../graphql/use-action.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { SelectField } from '../ui/field.tsx';
import { ProblemText } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { MigratePriceDocument, type PlanFactsFragment, type PriceFactsFragment } from './plans.generated.ts';
import { usePlansStrings } from './plans-strings.ts';
import { usePriceText } from './use-price-text.ts';

/** Moves those who subscribe at one price to another, with notice. */
export function MigratePriceDialog({
  plan,
  from,
  onClose,
}: {
  readonly plan: PlanFactsFragment;
  readonly from: PriceFactsFragment;
  readonly onClose: () => void;
}) {
  const t = usePlansStrings();
  const toast = useToast();
  const priceText = usePriceText();
  const { id: merchantId } = useMerchant();
  const migrate = useAction(MigratePriceDocument);
  const others = plan.prices.filter(({ id, active }) => id !== from.id && active);
  const [toPriceId, setTo] = useState(others[0]?.id ?? '');
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t.migrateTitle}
      action={t.migrate}
      busy={migrate.busy}
      onConfirm={async () => {
        const { data } = await migrate.run({ merchantId, planId: plan.id, fromPriceId: from.id, toPriceId });
        if (!data) return;
        toast.good(t.migrated(data.migratePrice));
        onClose();
      }}
    >
      <p>
        {priceText(from)}. {t.migrateText}
      </p>
      <SelectField label={t.migrateTo} value={toPriceId} onChange={(event) => setTo(event.target.value)}>
        {others.map((price) => (
          <option key={price.id} value={price.id}>
            {price.nickname ?? priceText(price)}
          </option>
        ))}
      </SelectField>
      <ProblemText problem={migrate.problem} />
    </ConfirmDialog>
  );
}
