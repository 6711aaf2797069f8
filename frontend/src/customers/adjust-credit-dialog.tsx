'use client';
import { useState } from 'react';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useFormats } from '../format/format-context.tsx';
import { useKeyedAction } from '../graphql/use-action.ts';
import { useReportCurrency } from '../reports/report-currency.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { ProblemText } from '../ui/states.tsx';
import { AdjustCreditDocument } from './customers.generated.ts';
import { useCustomersStrings } from './customers-strings.ts';

/** Gives a customer credit, or takes some back, with a reason. */
export function AdjustCreditDialog({
  customerId,
  onClose,
  onDone,
}: {
  readonly customerId: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const t = useCustomersStrings();
  const format = useFormats();
  const { id: merchantId } = useMerchant();
  const [preferred] = useReportCurrency();
  const adjust = useKeyedAction(AdjustCreditDocument);
  const [takes, setTakes] = useState(false);
  const [amount, setAmount] = useState('');
  const [currency, setCurrency] = useState(preferred);
  const [reason, setReason] = useState('');
  const [wrong, setWrong] = useState<string>();
  const submit = async () => {
    const parsed = format.parse(amount, currency);
    setWrong(parsed ? undefined : t.badAmount(format.decimals(currency)));
    if (!parsed) return;
    const { data } = await adjust.run({
      input: { merchantId, customerId, amount: String(takes ? -parsed : parsed), currency, reason },
    });
    if (data) onDone();
  };
  return (
    <Dialog open onOpenChange={onClose} title={t.adjustTitle} description={t.adjustText}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <SelectField
          label={t.direction}
          value={takes ? 'take' : 'give'}
          onChange={(event) => setTakes(event.target.value === 'take')}
        >
          <option value="give">{t.give}</option>
          <option value="take">{t.take}</option>
        </SelectField>
        <div className="grid grid-cols-2 gap-3">
          <TextField
            label={t.amount}
            inputMode="decimal"
            required
            error={wrong}
            value={amount}
            onChange={(event) => setAmount(event.target.value)}
          />
          <SelectField
            label={t.currency}
            value={currency}
            onChange={(event) => setCurrency(event.target.value)}
          >
            {format.currencies.map(({ code }) => (
              <option key={code}>{code}</option>
            ))}
          </SelectField>
        </div>
        <TextField
          label={t.reason}
          required
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <ProblemText problem={adjust.problem} />
        <div className="flex justify-end">
          <Button type="submit" look="primary" busy={adjust.busy}>
            {t.adjust}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
