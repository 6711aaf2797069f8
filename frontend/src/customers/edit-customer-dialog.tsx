'use client';
import { useState } from 'react';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useAction } from '../graphql/use-action.ts';
import { useFieldErrors } from '../graphql/use-field-errors.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextArea, TextField } from '../ui/field.tsx';
import { ProblemText } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { type CustomerFactsFragment, UpdateCustomerDocument } from './customers.generated.ts';
import { useCustomersStrings } from './customers-strings.ts';
import { parseMetadata, writeMetadata } from './metadata-lines.ts';
import { TaxFields } from './tax-fields.tsx';
import { type DraftTax, toDraftTax, toTaxRate } from './tax-rates.ts';

/** Writes what a merchant knows of a customer. */
export function EditCustomerDialog({
  customer,
  onClose,
}: {
  readonly customer: CustomerFactsFragment;
  readonly onClose: () => void;
}) {
  const t = useCustomersStrings();
  const toast = useToast();
  const { id: merchantId } = useMerchant();
  const update = useAction(UpdateCustomerDocument);
  const [name, setName] = useState(customer.name ?? '');
  const [email, setEmail] = useState(customer.email ?? '');
  const [taxId, setTaxId] = useState(customer.taxId ?? '');
  const [taxes, setTaxes] = useState<readonly DraftTax[] | undefined>(customer.taxes?.map(toDraftTax));
  const [metadata, setMetadata] = useState(writeMetadata(customer.metadata));
  const [wrong, setWrong] = useState<{ readonly field: string; readonly text: string }>();
  const refused = update.problem?.field?.split('.').at(-1);
  const refusedFor = useFieldErrors(update.problem);
  const errorOf = (field: string) => (wrong?.field === field ? wrong.text : refusedFor(field));
  const submit = async () => {
    setWrong(undefined);
    const rates = taxes?.flatMap((tax) => toTaxRate(tax) ?? []);
    if (rates?.length !== taxes?.length) return setWrong({ field: 'taxes', text: t.badTax });
    const notes = parseMetadata(metadata);
    if ('wrong' in notes) return setWrong({ field: 'metadata', text: t.badMetadata(notes.wrong) });
    const { data } = await update.run({
      merchantId,
      customerId: customer.id,
      input: {
        name: name.trim() || null,
        email: email.trim() || null,
        taxId: taxId.trim() || null,
        taxes: rates ?? null,
        metadata: notes.entries,
      },
    });
    if (!data) return;
    toast.good(t.saved);
    onClose();
  };
  const known = ['name', 'email', 'taxId', 'taxes', 'metadata'];
  return (
    <Dialog open onOpenChange={onClose} title={t.editTitle}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <TextField
          label={t.fullName}
          optional
          maxLength={200}
          error={errorOf('name')}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <TextField
          type="email"
          label={t.email}
          optional
          error={errorOf('email')}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <TextField
          label={t.taxId}
          optional
          maxLength={60}
          error={errorOf('taxId')}
          value={taxId}
          onChange={(event) => setTaxId(event.target.value)}
        />
        <TaxFields value={taxes} onChange={setTaxes} error={errorOf('taxes')} />
        <TextArea
          label={t.metadata}
          hint={t.metadataHint}
          optional
          error={errorOf('metadata')}
          value={metadata}
          onChange={(event) => setMetadata(event.target.value)}
        />
        {(refused === undefined || !known.includes(refused)) && <ProblemText problem={update.problem} />}
        <div className="flex justify-end">
          <Button type="submit" look="primary" busy={update.busy}>
            {t.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
