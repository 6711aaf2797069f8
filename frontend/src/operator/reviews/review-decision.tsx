'use client';
import { useState } from 'react';
import { useFormats } from '../../format/format-context.tsx';
import { useAction } from '../../graphql/use-action.ts';
import { SelectField, TextField } from '../../ui/field.tsx';
import { DecisionDialog } from '../decision-dialog.tsx';
import { useOperatorStrings } from '../operator-strings.ts';
import type { Review } from './review.ts';
import { type DepositReviewAction, ResolveDepositReviewDocument } from './reviews.generated.ts';
import { useReviewsStrings } from './reviews-strings.ts';

/** Decides about a payment that could not be booked by itself. */
export function ReviewDecision({
  review,
  onClose,
  onDone,
}: {
  readonly review: Review;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const t = useReviewsStrings();
  const o = useOperatorStrings();
  const format = useFormats();
  const resolve = useAction(ResolveDepositReviewDocument);
  const [action, setAction] = useState<DepositReviewAction>('CREDIT');
  const [amount, setAmount] = useState('');
  const [currency, setCurrency] = useState('BTC');
  const [personId, setPerson] = useState('');
  const [wrong, setWrong] = useState<string>();
  const actions = Object.keys(t.actions) as DepositReviewAction[];
  const isCredit = action === 'CREDIT';
  const decide = async (note: string) => {
    const units = isCredit ? format.parse(amount, currency) : undefined;
    setWrong(isCredit && !units ? t.badAmount : undefined);
    if (isCredit && !units) return;
    const credit = isCredit ? { amount: String(units), currency, personId: personId || null } : {};
    const { data } = await resolve.run({ input: { reviewId: review.id, action, note, ...credit } });
    if (data) onDone();
  };
  return (
    <DecisionDialog
      title={t.decideTitle}
      action={o.decide}
      busy={resolve.busy}
      problem={resolve.problem}
      onClose={onClose}
      onDecide={decide}
    >
      <p>
        {review.received}: {t.reasons[review.reason] ?? review.reason}
      </p>
      <SelectField
        label={t.action}
        value={action}
        onChange={(event) => setAction(actions.find((each) => each === event.target.value) ?? 'DISMISS')}
      >
        {actions.map((each) => (
          <option key={each} value={each}>
            {t.actions[each]}
          </option>
        ))}
      </SelectField>
      {isCredit && (
        <>
          <div className="grid grid-cols-2 gap-3">
            <TextField
              label={o.amount}
              hint={t.amountHint}
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
          {review.depositId === null && (
            <TextField
              label={t.person}
              hint={t.personHint}
              required
              value={personId}
              onChange={(event) => setPerson(event.target.value)}
            />
          )}
        </>
      )}
    </DecisionDialog>
  );
}
