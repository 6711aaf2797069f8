'use client';
import { useState } from 'react';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useFormats } from '../format/format-context.tsx';
import { useList } from '../graphql/use-list.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ListView } from '../ui/list-view.tsx';
import { useToast } from '../ui/toast.tsx';
import { AdjustCreditDialog } from './adjust-credit-dialog.tsx';
import { useCreditText } from './credit-text.ts';
import { CustomerCreditHistoryDocument, type CustomerFactsFragment } from './customers.generated.ts';
import { useCustomersStrings } from './customers-strings.ts';

/** What a customer has to spend at the merchant, and how it came about. */
export function CustomerCredit({ customer: { id, credit } }: { readonly customer: CustomerFactsFragment }) {
  const t = useCustomersStrings();
  const format = useFormats();
  const toast = useToast();
  const creditText = useCreditText();
  const { id: merchantId, may } = useMerchant();
  const [adjusting, setAdjusting] = useState(false);
  const list = useList(
    CustomerCreditHistoryDocument,
    { merchantId, id },
    ({ customer }) => customer.creditHistory,
  );
  const text = creditText(credit);
  return (
    <Card
      title={t.creditTitle}
      description={t.creditHint}
      actions={
        may('ADMIN') && (
          <Button size="small" onClick={() => setAdjusting(true)}>
            {t.adjust}
          </Button>
        )
      }
      stack
    >
      <div>
        <p className="text-2xl font-semibold tracking-tight tabular-nums">
          {text === '–' ? t.noCredit : text}
        </p>
        {credit
          .filter(({ locked }) => locked !== '0')
          .map(({ locked, currency }) => (
            <p key={currency} className="text-sm text-soft">
              {t.locked(format.money(locked, currency))}
            </p>
          ))}
      </div>
      <h3 className="text-sm font-medium text-soft">{t.history}</h3>
      <ListView
        list={list}
        caption={t.historyCaption}
        rowKey={({ at, kind, amount, currency, balance }) => `${at} ${kind} ${amount} ${currency} ${balance}`}
        empty={<p className="text-soft">{t.noHistory}</p>}
        columns={[
          { key: 'when', title: t.when, cell: ({ at }) => format.date(at) },
          {
            key: 'what',
            title: t.what,
            cell: ({ kind, description }) => (
              <>
                {t.move(kind)}
                {description && <span className="block text-sm text-soft">{description}</span>}
              </>
            ),
          },
          {
            key: 'amount',
            title: t.amount,
            numeric: true,
            cell: ({ amount, currency }) => format.money(amount, currency),
          },
          {
            key: 'balance',
            title: t.balance,
            numeric: true,
            cell: ({ balance, currency }) => format.money(balance, currency),
          },
        ]}
      />
      {adjusting && (
        <AdjustCreditDialog
          customerId={id}
          onClose={() => setAdjusting(false)}
          onDone={() => {
            setAdjusting(false);
            toast.good(t.adjusted);
            list.refetch();
          }}
        />
      )}
    </Card>
  );
}
