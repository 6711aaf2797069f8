'use client';
import { useQuery } from 'urql';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { Badge } from '../ui/badge.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { RailsOfPlansDocument, type RailsOfPlansQuery, ReceivingKeyDocument } from './settings.generated.ts';
import { useSettingsStrings } from './settings-strings.ts';

const RAILS = ['CHARMS', 'BITCOIN', 'BALANCE'] as const;

function hasToken({ plans }: RailsOfPlansQuery): boolean {
  return plans.nodes.some(({ prices }) => prices.some(({ onChain, active }) => onChain && active));
}

/** The ways in which the merchant can be paid, and what each still needs. */
export function RailSettings() {
  const t = useSettingsStrings();
  const { id: merchantId } = useMerchant();
  const [plans, refetch] = useQuery({ query: RailsOfPlansDocument, variables: { merchantId } });
  const [key] = useQuery({ query: ReceivingKeyDocument, variables: { merchantId } });
  const both = plans.data && key.data ? { plans: plans.data, key: key.data.receivingKey } : undefined;
  return (
    <Card title={t.railsTitle} description={t.railsLead}>
      <Loaded result={{ data: both, error: plans.error ?? key.error }} onRetry={refetch}>
        {({ plans: onSale, key: receivingKey }) => {
          const state = { CHARMS: hasToken(onSale), BITCOIN: receivingKey !== null, BALANCE: true };
          const step = {
            CHARMS: { href: `/m/${merchantId}/plans/new`, label: t.newPlan },
            BITCOIN: { href: `/m/${merchantId}/settings?part=key`, label: t.setReceivingKey },
            BALANCE: { href: `/m/${merchantId}/balances`, label: t.toBalances },
          };
          return (
            <ul className="flex flex-col divide-y divide-line">
              {RAILS.map((rail) => (
                <li
                  key={rail}
                  className="flex flex-wrap items-center justify-between gap-3 py-4 first:pt-0 last:pb-0"
                >
                  <div className="min-w-0 flex-1 basis-72">
                    <p className="flex flex-wrap items-center gap-2 font-medium">
                      {t.railName[rail]}
                      <Badge tone={state[rail] ? 'good' : 'neutral'}>
                        {state[rail] ? t.ready : t.notReady}
                      </Badge>
                    </p>
                    <p className="text-sm text-soft">{t.railText[rail]}</p>
                    {!state[rail] && <p className="text-sm">{t.railNeed[rail]}</p>}
                  </div>
                  {(!state[rail] || rail === 'BALANCE') && (
                    <LinkButton size="small" prefetch={false} href={step[rail].href}>
                      {step[rail].label}
                    </LinkButton>
                  )}
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
    </Card>
  );
}
