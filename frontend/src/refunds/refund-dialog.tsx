'use client';
import { useState } from 'react';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useFormats } from '../format/format-context.tsx';
import { useKeyedAction } from '../graphql/use-action.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { ProblemText } from '../ui/states.tsx';
import { CreateRefundDocument } from './refunds.generated.ts';
import { useRefundsStrings } from './refunds-strings.ts';

/** Gives a payment back, all of it or a part. */
export function RefundDialog({
  paymentId,
  currency,
  onClose,
  onDone,
}: {
  readonly paymentId: string;
  /** That of the invoice. */
  readonly currency: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const t = useRefundsStrings();
  const format = useFormats();
  const { id: merchantId } = useMerchant();
  const create = useKeyedAction(CreateRefundDocument);
  const [amount, setAmount] = useState('');
  const [reason, setReason] = useState('');
  const [wrong, setWrong] = useState<string>();
  const submit = async () => {
    const parsed = amount.trim() === '' ? null : format.parse(amount, currency);
    setWrong(undefined);
    if (parsed === undefined || parsed === 0n) return setWrong(t.badAmount(format.decimals(currency)));
    const { data } = await create.run({
      input: { merchantId, paymentId, reason, amount: parsed === null ? null : String(parsed) },
    });
    if (data) onDone();
  };
  return (
    <Dialog open onOpenChange={onClose} title={t.refundTitle} description={t.refundText}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <TextField
          label={t.refundAmount}
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
        <ProblemText problem={create.problem} />
        <div className="flex justify-end">
          <Button type="submit" look="primary" busy={create.busy}>
            {t.refund}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
