'use client';
import { useFormats } from '../../format/format-context.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { KeyValues } from '../../ui/key-values.tsx';
import { Notice } from '../../ui/notice.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { assetText } from '../shared/asset-text.ts';
import { useWalletWords } from '../shared/wallet-words.ts';
import { useDepositStrings } from './deposit-strings.ts';
import type { DepositFactsFragment } from './deposits.generated.ts';

/** Where to send it: to scan, to copy, and with what it needs besides. */
export function DepositAddress({ deposit }: { readonly deposit: DepositFactsFragment }) {
  const t = useDepositStrings();
  const words = useWalletWords();
  const format = useFormats();
  const { address, addressExtra, paymentUri, expiresAt, status } = deposit;
  if (address === null) {
    return (
      <div className="flex flex-col gap-4">
        <Skeleton className="aspect-square w-full max-w-64" />
        {status === 'CREATING' && <p role="status">{t.preparing}</p>}
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <QrCode text={paymentUri ?? address} label={t.scan} />
      <KeyValues
        items={[
          [
            words.address,
            <span key="address" className="font-mono text-sm break-all">
              {address}
            </span>,
          ],
          addressExtra !== null && [
            words.memo,
            <span key="memo">
              <span className="font-mono text-sm break-all">{addressExtra}</span>
              <span className="block text-sm text-warn">{t.memoNeeded}</span>
            </span>,
          ],
          expiresAt !== null && [t.until, format.dateTime(expiresAt)],
        ]}
      />
      <div className="flex flex-wrap gap-2">
        <CopyButton text={address} label={t.copyAddress} />
        {addressExtra !== null && <CopyButton text={addressExtra} label={t.copyMemo} />}
      </div>
      <Notice tone="warn">{t.only(assetText(deposit))}</Notice>
    </div>
  );
}
