'use client';
import { useState } from 'react';
import { useFormats } from '../../format/format-context.tsx';
import { useKeyedAction } from '../../graphql/use-action.ts';
import { SelectField, TextField } from '../../ui/field.tsx';
import { DecisionDialog } from '../decision-dialog.tsx';
import { useOperatorStrings } from '../operator-strings.ts';
import { RecordTreasuryMoveDocument, type TreasuryMoveKind } from './treasury.generated.ts';
import { useTreasuryStrings } from './treasury-strings.ts';

/** Moves the platform's own money, or proposes it. */
export function NewMoveDialog({
  onClose,
  onDone,
}: {
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const t = useTreasuryStrings();
  const o = useOperatorStrings();
  const format = useFormats();
  const record = useKeyedAction(RecordTreasuryMoveDocument);
  const kinds = Object.keys(t.kinds) as TreasuryMoveKind[];
  const [kind, setKind] = useState<TreasuryMoveKind>('FUND');
  const [amount, setAmount] = useState('');
  const [currency, setCurrency] = useState('BTC');
  const [wrong, setWrong] = useState<string>();
  return (
    <DecisionDialog
      title={t.newMove}
      action={t.newMove}
      busy={record.busy}
      problem={record.problem}
      onClose={onClose}
      onDecide={async (reason) => {
        const units = format.parse(amount, currency);
        setWrong(units ? undefined : t.badAmount);
        if (!units) return;
        const { data } = await record.run({ input: { kind, amount: String(units), currency, reason } });
        if (data) onDone();
      }}
    >
      <SelectField
        label={t.move}
        hint={t.moveHint}
        value={kind}
        onChange={(event) => setKind(kinds.find((each) => each === event.target.value) ?? 'FUND')}
      >
        {kinds.map((each) => (
          <option key={each} value={each}>
            {t.kinds[each]}
          </option>
        ))}
      </SelectField>
      <div className="grid grid-cols-2 gap-3">
        <TextField
          label={o.amount}
          inputMode="decimal"
          required
          error={wrong}
          value={amount}
          onChange={(event) => setAmount(event.target.value)}
        />
        <SelectField
          label={o.currency}
          value={currency}
          onChange={(event) => setCurrency(event.target.value)}
        >
          {format.currencies.map(({ code }) => (
            <option key={code}>{code}</option>
          ))}
        </SelectField>
      </div>
    </DecisionDialog>
  );
}
