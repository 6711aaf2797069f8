'use client';
import { useState } from 'react';
import { useQuery } from 'urql';
import { useFormats } from '../../format/format-context.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { KeyValues } from '../../ui/key-values.tsx';
import { ProblemNotice } from '../../ui/states.tsx';
import { useDelayed } from '../../ui/use-delayed.ts';
import { AmountField } from '../shared/amount-field.tsx';
import { AssetChoice } from '../shared/asset-choice.tsx';
import { useWallet } from '../shared/wallet-context.tsx';
import { useWalletWords } from '../shared/wallet-words.ts';
import { ConfirmWithdrawal } from './confirm-withdrawal.tsx';
import { useWithdrawStrings } from './withdraw-strings.ts';
import { type WithdrawalAssetsQuery, WithdrawalFeeDocument } from './withdrawals.generated.ts';

/** What to send where, what it costs, and then the question whether it is right. */
export function WithdrawalForm({ assets }: { readonly assets: WithdrawalAssetsQuery['withdrawalAssets'] }) {
  const t = useWithdrawStrings();
  const words = useWalletWords();
  const format = useFormats();
  const { available } = useWallet();
  const [asset, setAsset] = useState(assets[0]?.asset ?? '');
  const [text, setText] = useState('');
  const [address, setAddress] = useState('');
  const [memo, setMemo] = useState('');
  const [asking, setAsking] = useState(false);
  const currency = assets.find((each) => each.asset === asset)?.currency ?? '';
  const amount = format.parse(text, currency);
  const priced = useDelayed(amount);
  const [{ data, error }] = useQuery({
    query: WithdrawalFeeDocument,
    variables: { currency, amount: (priced ?? 0n).toString() },
    pause: !priced,
  });
  const fee = data && amount && priced === amount ? BigInt(data.withdrawalFee) : undefined;
  const total = amount !== undefined && fee !== undefined ? amount + fee : undefined;
  const short = total !== undefined && total > available(currency);
  const show = (value: bigint | undefined) => (value === undefined ? '–' : format.money(value, currency));
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        setAsking(true);
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <AssetChoice label={t.asset} assets={assets} value={asset} onChange={setAsset} />
        <AmountField
          label={t.amount}
          currency={currency}
          value={text}
          onChange={setText}
          most={available(currency)}
          error={short ? t.short : undefined}
        />
        <TextField
          label={t.to}
          className="font-mono text-sm"
          autoComplete="off"
          spellCheck={false}
          value={address}
          onChange={({ target }) => setAddress(target.value)}
        />
        <TextField
          label={words.memo}
          optional
          hint={t.memoHint}
          autoComplete="off"
          value={memo}
          onChange={({ target }) => setMemo(target.value)}
        />
      </div>
      <div aria-live="polite">
        <KeyValues
          items={[
            [t.fee, show(fee)],
            [t.total, show(total)],
          ]}
        />
      </div>
      {error && <ProblemNotice error={error} />}
      <div>
        <Button
          type="submit"
          look="primary"
          disabled={!amount || fee === undefined || short || address.trim() === ''}
        >
          {t.review}
        </Button>
      </div>
      {asking && amount !== undefined && fee !== undefined && (
        <ConfirmWithdrawal
          wish={{ asset, currency, amount, fee, address: address.trim(), memo: memo.trim() }}
          onClose={() => setAsking(false)}
        />
      )}
    </form>
  );
}
