'use client';
import { useQuery } from 'urql';
import { useFormats } from '../format/format-context.tsx';
import { Card } from '../ui/card.tsx';
import { KeyValues } from '../ui/key-values.tsx';
import { MyCreditDocument } from './portal.generated.ts';
import { usePortalStrings } from './portal-strings.ts';

/** What merchants owe the subscriber; nothing where none does. */
export function CreditCard() {
  const t = usePortalStrings();
  const format = useFormats();
  const [{ data }] = useQuery({ query: MyCreditDocument });
  const credit = data?.myCredit.filter(({ available, locked }) => available !== '0' || locked !== '0') ?? [];
  if (credit.length === 0) return null;
  return (
    <Card title={t.credit} description={t.creditLead}>
      <KeyValues
        items={credit.map(({ customerId, merchant, currency, available, locked }) => [
          merchant.name,
          <span key={customerId + currency} className="font-medium tabular-nums">
            {format.money(available, currency)}
            {locked !== '0' && (
              <span className="font-normal text-soft">
                {' '}
                · {t.creditLocked(format.money(locked, currency))}
              </span>
            )}
          </span>,
        ])}
      />
    </Card>
  );
}
