'use client';
import { useState } from 'react';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useFormats } from '../format/format-context.tsx';
import { toDecimal } from '../format/money.ts';
import { type Outcome, useAction } from '../graphql/use-action.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { ProblemText } from '../ui/states.tsx';
import {
  type MerchantBalancesQuery,
  TakeOutBalanceDocument,
  type TakeOutBalanceMutation,
} from './merchant-balances.generated.ts';
import { useMerchantBalancesStrings } from './merchant-balances-strings.ts';

type Balance = MerchantBalancesQuery['merchantBalances'][number];

/** Moves money of the merchant to the owner's own wallet. */
export function TakeOutDialog({
  balance: { currency, available },
  onClose,
  onDone,
}: {
  readonly balance: Balance;
  readonly onClose: () => void;
  readonly onDone: (amount: bigint) => void;
}) {
  const t = useMerchantBalancesStrings();
  const format = useFormats();
  const { id: merchantId } = useMerchant();
  const takeOut = useAction(TakeOutBalanceDocument);
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState<string>();
  // The same wish keeps its key while no answer came: pressed again, nothing moves twice.
  const [wish, setWish] = useState({ amount: 0n, key: '' });
  const submit = async () => {
    const amount = format.parse(text, currency);
    const isOffered = amount !== undefined && amount > 0n && amount <= BigInt(available);
    setWrong(isOffered ? undefined : t.badAmount(format.money(available, currency)));
    if (!isOffered) return;
    const key = wish.amount === amount ? wish.key : crypto.randomUUID();
    setWish({ amount, key });
    const input = { merchantId, amount: String(amount), currency, idempotencyKey: key };
    const outcome: Outcome<TakeOutBalanceMutation> = await takeOut.run({ input });
    if (outcome.data) onDone(amount);
    else if (outcome.problem.code !== 'OFFLINE') setWish({ amount: 0n, key: '' });
  };
  return (
    <Dialog open onOpenChange={onClose} title={t.takeOutTitle} description={t.takeOutText}>
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
          inputMode="decimal"
          required
          error={wrong}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <ProblemText problem={takeOut.problem} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={() => setText(toDecimal(BigInt(available), format.decimals(currency)))}>
            {t.all}
          </Button>
          <Button type="submit" look="primary" busy={takeOut.busy}>
            {t.takeOut}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
