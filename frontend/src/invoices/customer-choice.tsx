'use client';
import { useState } from 'react';
import { useQuery } from 'urql';
import { customerName } from '../customers/customer-name.ts';
import { type CustomerSummaryFragment, MerchantCustomersDocument } from '../customers/customers.generated.ts';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { useDelayed } from '../ui/use-delayed.ts';
import { useInvoicesStrings } from './invoices-strings.ts';

type Chosen = Pick<CustomerSummaryFragment, 'id' | 'name' | 'address'>;

/** How many are offered: who is not among them is found by typing more. */
const OFFERED = 6;

/** Finds the customer that something is for. */
export function CustomerChoice({
  chosen,
  onChange,
  error,
}: {
  readonly chosen: Chosen | undefined;
  readonly onChange: (customer: Chosen | undefined) => void;
  readonly error: string | undefined;
}) {
  const t = useInvoicesStrings();
  const { id: merchantId } = useMerchant();
  const [typed, setTyped] = useState('');
  const search = useDelayed(typed.trim());
  const [result, refetch] = useQuery({
    query: MerchantCustomersDocument,
    variables: { merchantId, search: search || null, first: OFFERED },
    pause: chosen !== undefined,
  });
  if (chosen) {
    return (
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p>
          <span className="text-sm text-soft">{t.chosen}</span> <strong>{customerName(chosen)}</strong>
        </p>
        <Button size="small" onClick={() => onChange(undefined)}>
          {t.another}
        </Button>
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-3">
      <TextField
        type="search"
        label={t.findCustomer}
        hint={t.findHint}
        error={error}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Loaded result={result} onRetry={refetch}>
        {({ customers }) =>
          customers.nodes.length === 0 ? (
            <p className="text-sm text-soft">{t.noCustomers}</p>
          ) : (
            <ul className="flex flex-col divide-y divide-line rounded-control border border-line">
              {customers.nodes.map((customer) => (
                <li key={customer.id}>
                  <button
                    type="button"
                    className="flex min-h-10 w-full items-center justify-between gap-4 px-3 py-2 text-left hover:bg-raised"
                    onClick={() => onChange(customer)}
                  >
                    <span className="wrap-anywhere">{customerName(customer)}</span>
                    <span className="text-sm text-soft wrap-anywhere">{customer.email}</span>
                  </button>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </div>
  );
}
