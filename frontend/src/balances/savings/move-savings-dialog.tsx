'use client';
import { useState } from 'react';
import { useFormats } from '../../format/format-context.tsx';
import { useKeyedAction } from '../../graphql/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ProblemText } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { AmountField } from '../shared/amount-field.tsx';
import { useWallet } from '../shared/wallet-context.tsx';
import { useWalletWords } from '../shared/wallet-words.ts';
import { DepositSavingsDocument, WithdrawSavingsDocument } from './savings.generated.ts';
import { useSavingsStrings } from './savings-strings.ts';

/** Moves an amount between the wallet and its savings. */
export function MoveSavingsDialog({
  currency,
  direction,
  onClose,
  onDone,
}: {
  readonly currency: string;
  readonly direction: 'in' | 'out';
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const t = useSavingsStrings();
  const words = useWalletWords();
  const format = useFormats();
  const toast = useToast();
  const { available } = useWallet();
  const deposit = useKeyedAction(DepositSavingsDocument);
  const withdrawal = useKeyedAction(WithdrawSavingsDocument);
  const [text, setText] = useState('');
  const into = direction === 'in';
  const { busy, problem } = into ? deposit : withdrawal;
  const amount = format.parse(text, currency);
  const most = available(currency, into ? 'WALLET' : 'SAVINGS');
  const short = amount !== undefined && amount > most;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={into ? t.saveTitle(currency) : t.takeOutTitle(currency)}
      description={into ? t.saveText : t.takeOutText}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={async (event) => {
          event.preventDefault();
          if (!amount) return;
          const wish = { currency, amount: amount.toString() };
          const { data } = await (into ? deposit.run(wish) : withdrawal.run(wish));
          if (!data) return;
          toast.good(t.moved);
          onDone();
          onClose();
        }}
      >
        <AmountField
          label={words.amount}
          currency={currency}
          value={text}
          onChange={setText}
          most={most}
          error={short ? t.short : undefined}
        />
        <ProblemText problem={problem} />
        <Button type="submit" look="primary" busy={busy} disabled={!amount || short}>
          {into ? t.save : t.takeOut}
        </Button>
      </form>
    </Dialog>
  );
}
