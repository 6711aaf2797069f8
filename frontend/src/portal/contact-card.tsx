'use client';
import { useState } from 'react';
import { useAction } from '../graphql/use-action.ts';
import { useFieldErrors } from '../graphql/use-field-errors.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { TextField } from '../ui/field.tsx';
import { ProblemText } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { SetMyContactDocument } from './portal.generated.ts';
import { usePortalStrings } from './portal-strings.ts';

/** What a merchant calls its customer, and where it writes to. */
export function ContactCard({
  merchant,
  customer,
}: {
  readonly merchant: { readonly id: string; readonly name: string };
  readonly customer: { readonly id: string; readonly name: string | null; readonly email: string | null };
}) {
  const t = usePortalStrings();
  const toast = useToast();
  const save = useAction(SetMyContactDocument);
  const [name, setName] = useState(customer.name ?? '');
  const [email, setEmail] = useState(customer.email ?? '');
  const errorOf = useFieldErrors(save.problem);
  const refused = errorOf('name') ?? errorOf('email');
  return (
    <Card title={`${t.contact}: ${merchant.name}`} description={t.contactLead(merchant.name)}>
      <form
        className="grid items-start gap-4 sm:grid-cols-2"
        onSubmit={async (event) => {
          event.preventDefault();
          const { data } = await save.run({
            merchantId: merchant.id,
            customerId: customer.id,
            name: name.trim() || null,
            email: email.trim() || null,
          });
          if (data) toast.good(t.saved);
        }}
      >
        <TextField
          label={t.name}
          optional
          autoComplete="name"
          maxLength={100}
          error={errorOf('name')}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <TextField
          label={t.email}
          optional
          type="email"
          autoComplete="email"
          error={errorOf('email')}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <div className="flex flex-col gap-3 sm:col-span-2">
          {refused === undefined && <ProblemText problem={save.problem} />}
          <div>
            <Button type="submit" busy={save.busy}>
              {t.save}
            </Button>
          </div>
        </div>
      </form>
    </Card>
  );
}
