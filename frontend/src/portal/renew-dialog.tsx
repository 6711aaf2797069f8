'use client';
import { useState } from 'react';
import { useFormats } from '../format/format-context.tsx';
import { useKeyedAction } from '../graphql/use-action.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { SelectField } from '../ui/field.tsx';
import { ProblemText } from '../ui/states.tsx';
import { type PortalSubscriptionFragment, RenewMySubscriptionDocument } from './portal.generated.ts';
import { usePortalStrings } from './portal-strings.ts';

const MOST_PERIODS = 24;

/** Begins the payment of further periods of a subscription with a token; the card goes on with what is to be signed. */
export function RenewDialog({
  subscription: { id: subscriptionId, price },
  onClose,
  onDone,
}: {
  readonly subscription: PortalSubscriptionFragment;
  readonly onClose: () => void;
  readonly onDone: (changed: PortalSubscriptionFragment) => void;
}) {
  const t = usePortalStrings();
  const format = useFormats();
  const renew = useKeyedAction(RenewMySubscriptionDocument);
  const [periods, setPeriods] = useState(1);
  const total = format.money(BigInt(price.amount) * BigInt(periods), price.currency);
  return (
    <Dialog open onOpenChange={onClose} title={t.renewTitle} description={t.renewLead}>
      <SelectField
        label={t.periods}
        value={periods}
        onChange={(event) => setPeriods(Number(event.target.value))}
      >
        {Array.from({ length: MOST_PERIODS }, (_, index) => index + 1).map((count) => (
          <option key={count} value={count}>
            {t.periodsOf(count)}
          </option>
        ))}
      </SelectField>
      <ProblemText problem={renew.problem} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t.goBack}</Button>
        <Button
          look="primary"
          busy={renew.busy}
          onClick={async () => {
            const { data } = await renew.run({ subscriptionId, periods });
            if (!data) return;
            const { subscription, transaction } = data.renewSubscription;
            onDone({ ...subscription, latestTransaction: { id: transaction.id, step: 'QUEUED' } });
          }}
        >
          {t.renewDo(total)}
        </Button>
      </div>
    </Dialog>
  );
}
