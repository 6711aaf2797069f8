'use client';
import { useRouter } from 'next/navigation';
import { useFormats } from '../../format/format-context.tsx';
import { useKeyedAction } from '../../graphql/use-action.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { KeyValues } from '../../ui/key-values.tsx';
import { ProblemText } from '../../ui/states.tsx';
import { assetText } from '../shared/asset-text.ts';
import { useWalletWords } from '../shared/wallet-words.ts';
import { useWithdrawStrings } from './withdraw-strings.ts';
import { RequestWithdrawalDocument } from './withdrawals.generated.ts';

interface Wish {
  readonly asset: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly fee: bigint;
  readonly address: string;
  /** Empty is none. */
  readonly memo: string;
}

/** Shows exactly what will be sent and taken before it is asked for. */
export function ConfirmWithdrawal({ wish, onClose }: { readonly wish: Wish; readonly onClose: () => void }) {
  const t = useWithdrawStrings();
  const words = useWalletWords();
  const format = useFormats();
  const router = useRouter();
  const action = useKeyedAction(RequestWithdrawalDocument);
  const { asset, currency, amount, fee, address, memo } = wish;
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t.confirmTitle}
      action={t.confirm}
      busy={action.busy}
      onConfirm={async () => {
        const input = { asset, amount: amount.toString(), address, addressExtra: memo || null };
        const { data } = await action.run(input);
        if (data) router.push(`/wallet/withdraw/${data.requestWithdrawal.id}`);
      }}
    >
      <p>{t.confirmText}</p>
      <KeyValues
        items={[
          [t.arrives, <strong key="arrives">{format.money(amount, currency)}</strong>],
          [t.asset, assetText(wish)],
          [
            words.address,
            <span key="address" className="font-mono text-sm break-all">
              {address}
            </span>,
          ],
          memo !== '' && [words.memo, memo],
          [t.fee, format.money(fee, currency)],
          [t.total, format.money(amount + fee, currency)],
        ]}
      />
      <ProblemText problem={action.problem} />
    </ConfirmDialog>
  );
}
