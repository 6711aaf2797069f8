'use client';
import { useState } from 'react';
import { useFormats } from '../format/format-context.tsx';
import { useKeyedAction } from '../graphql/use-action.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { ProblemText } from '../ui/states.tsx';
import { type InvoiceFactsFragment, WriteCreditNoteDocument } from './invoices.generated.ts';
import { useInvoicesStrings } from './invoices-strings.ts';

/** Takes back an amount of an invoice, or all that is left of it. */
export function CreditNoteDialog({
  invoice: { id: invoiceId, currency, status },
  onClose,
  onDone,
}: {
  readonly invoice: InvoiceFactsFragment;
  readonly onClose: () => void;
  readonly onDone: (number: string) => void;
}) {
  const t = useInvoicesStrings();
  const format = useFormats();
  const write = useKeyedAction(WriteCreditNoteDocument);
  const [amount, setAmount] = useState('');
  const [reason, setReason] = useState('');
  const [refund, setRefund] = useState(false);
  const [wrong, setWrong] = useState<string>();
  const submit = async () => {
    const parsed = amount.trim() === '' ? null : format.parse(amount, currency);
    setWrong(undefined);
    if (parsed === undefined || parsed === 0n) return setWrong(t.badAmount(format.decimals(currency)));
    const { data } = await write.run({
      input: {
        invoiceId,
        amount: parsed === null ? null : String(parsed),
        reason,
        destination: refund ? 'REFUND' : 'CREDIT',
      },
    });
    if (data) onDone(data.createCreditNote.number);
  };
  return (
    <Dialog open onOpenChange={onClose} title={t.creditNoteTitle} description={t.creditNoteText}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <TextField
          label={t.amount}
          suffix={currency}
          optional
          inputMode="decimal"
          error={wrong}
          value={amount}
          onChange={(event) => setAmount(event.target.value)}
        />
        <TextField
          label={t.reason}
          required
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        {status === 'PAID' && (
          <SelectField
            label={t.destination}
            value={refund ? 'refund' : 'credit'}
            onChange={(event) => setRefund(event.target.value === 'refund')}
          >
            <option value="credit">{t.toCredit}</option>
            <option value="refund">{t.toRefund}</option>
          </SelectField>
        )}
        <ProblemText problem={write.problem} />
        <div className="flex justify-end">
          <Button type="submit" look="primary" busy={write.busy}>
            {t.creditNote}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
