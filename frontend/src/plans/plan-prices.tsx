'use client';
import { useState } from 'react';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useFormats } from '../format/format-context.tsx';
import { useAction } from '../graphql/use-action.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { StateBadge } from '../ui/state-badge.tsx';
import { ProblemText } from '../ui/states.tsx';
import { useBillingWords } from '../words/billing-words.ts';
import { AddPriceDialog } from './add-price-dialog.tsx';
import { MigratePriceDialog } from './migrate-price-dialog.tsx';
import { ArchivePriceDocument, type PlanFactsFragment, type PriceFactsFragment } from './plans.generated.ts';
import { usePlansStrings } from './plans-strings.ts';
import { usePriceText } from './use-price-text.ts';

/** All prices of a plan, and what can be done with each. */
export function PlanPrices({ plan }: { readonly plan: PlanFactsFragment }) {
  const t = usePlansStrings();
  const words = useBillingWords();
  const format = useFormats();
  const priceText = usePriceText();
  const { may } = useMerchant();
  const archive = useAction(ArchivePriceDocument);
  const [adding, setAdding] = useState(false);
  const [archiving, setArchiving] = useState<PriceFactsFragment>();
  const [migrating, setMigrating] = useState<PriceFactsFragment>();
  const changeable = may('ADMIN') && plan.status !== 'ARCHIVED';
  const extras = ({ trialDays, graceDays, setupFee, currency, onChain }: PriceFactsFragment) =>
    [
      onChain && words.onChain,
      trialDays > 0 && words.trial(trialDays),
      graceDays > 0 && words.grace(graceDays),
      setupFee !== '0' && words.setup(format.money(setupFee, currency)),
    ]
      .filter(Boolean)
      .join(', ');
  return (
    <Card
      title={t.prices}
      description={t.pricesHint}
      actions={
        changeable && (
          <Button size="small" onClick={() => setAdding(true)}>
            {t.addPrice}
          </Button>
        )
      }
    >
      <DataTable
        caption={t.prices}
        rows={plan.prices}
        rowKey={({ id }) => id}
        columns={[
          { key: 'price', title: t.price, cell: (price) => price.nickname ?? priceText(price) },
          {
            key: 'about',
            title: t.about,
            cell: (price) =>
              [price.nickname && priceText(price), extras(price)].filter(Boolean).join(', ') || '–',
          },
          {
            key: 'status',
            title: t.status,
            cell: ({ active }) =>
              active ? <StateBadge word={words.plan[plan.status]} /> : <Badge>{t.offSale}</Badge>,
          },
          ...(changeable
            ? [
                {
                  key: 'actions',
                  title: '',
                  cell: (price: PriceFactsFragment) => (
                    <span className="flex flex-wrap justify-end gap-1">
                      {plan.prices.length > 1 && (
                        <Button size="small" look="quiet" onClick={() => setMigrating(price)}>
                          {t.migrate}
                        </Button>
                      )}
                      {price.active && (
                        <Button size="small" look="quiet" onClick={() => setArchiving(price)}>
                          {t.archivePrice}
                        </Button>
                      )}
                    </span>
                  ),
                },
              ]
            : []),
        ]}
      />
      <AddPriceDialog planId={plan.id} open={adding} onOpenChange={setAdding} />
      <ConfirmDialog
        open={archiving !== undefined}
        onOpenChange={() => setArchiving(undefined)}
        title={t.archivePriceTitle}
        action={t.archivePrice}
        danger
        busy={archive.busy}
        onConfirm={async () => {
          if (!archiving) return;
          const { data } = await archive.run({ planId: plan.id, priceId: archiving.id });
          if (data) setArchiving(undefined);
        }}
      >
        <p>{t.archivePriceText}</p>
        <ProblemText problem={archive.problem} />
      </ConfirmDialog>
      {migrating && (
        <MigratePriceDialog plan={plan} from={migrating} onClose={() => setMigrating(undefined)} />
      )}
    </Card>
  );
}
