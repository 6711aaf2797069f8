'use client';
import { useState } from 'react';
import { useFormats } from '../format/format-context.tsx';
import { useKeyedAction } from '../graphql/use-action.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { ProblemText } from '../ui/states.tsx';
import { AddPriceDocument } from './plans.generated.ts';
import { usePlansStrings } from './plans-strings.ts';
import { NEW_PRICE, PriceFields, toPriceInput } from './price-fields.tsx';

export function AddPriceDialog({
  planId,
  open,
  onOpenChange,
}: {
  readonly planId: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}) {
  const t = usePlansStrings();
  const format = useFormats();
  const add = useKeyedAction(AddPriceDocument);
  const [price, setPrice] = useState(NEW_PRICE);
  const [nickname, setNickname] = useState('');
  const [wrong, setWrong] = useState<string>();
  const submit = async () => {
    const input = toPriceInput(price, format);
    setWrong(input ? undefined : t.badAmount(format.decimals(price.currency)));
    if (input === undefined) return;
    const { data } = await add.run({ planId, price: { ...input, nickname: nickname || null } });
    if (data) onOpenChange(false);
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t.addPrice}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <TextField
          label={t.nickname}
          optional
          maxLength={80}
          value={nickname}
          onChange={(event) => setNickname(event.target.value)}
        />
        <PriceFields value={price} onChange={setPrice} error={wrong} />
        <ProblemText problem={add.problem} />
        <div className="flex justify-end">
          <Button type="submit" look="primary" busy={add.busy}>
            {t.addPrice}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
