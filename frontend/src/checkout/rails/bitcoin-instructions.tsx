'use client';
import type { ReactNode } from 'react';
import { useFormats } from '../../format/format-context.tsx';
import { buttonClasses } from '../../ui/button-classes.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import { clockText, isCountedDown } from '../countdown.ts';
import { usePanelStrings } from '../panel-strings.ts';
import type { PaymentToShow } from '../situation.ts';
import { bitcoinText, stillAsked } from './top-up.ts';
import type { BitcoinQuote } from './use-bitcoin-quote.ts';

/** What to send and where: amount, address and QR code. Drawn by the server too, so that it is there at once. */
export function BitcoinInstructions({
  quote,
  payments,
  seconds,
  renewing = false,
  problem,
}: {
  readonly quote: BitcoinQuote;
  readonly payments: readonly PaymentToShow[];
  /** Until the price is renewed; undefined when it holds without end. */
  readonly seconds: number | undefined;
  readonly renewing?: boolean;
  readonly problem?: ReactNode;
}) {
  const { bitcoin: t } = usePanelStrings();
  const format = useFormats();
  const { amountSats, bip21, qr } = stillAsked(quote, payments);
  const { address } = quote;
  if (address === null) return null;
  const amount = bitcoinText(amountSats);
  return (
    <div className="flex min-h-112 flex-col gap-4">
      <div className="flex flex-col items-center gap-2">
        <div className="rounded-card border border-line bg-white p-1">
          <QrCode text={qr} label={t.qr(amount, address)} className="size-52 rounded-none" />
        </div>
        <p className="text-sm text-soft">{t.scan}</p>
      </div>
      <CopyRow
        name={t.send}
        text={amount}
        label={t.copyAmount}
        note={amountSats < 1_000_000n ? format.money(amountSats, 'BTC') : undefined}
        unit="BTC"
      />
      <CopyRow name={t.to} text={address} label={t.copyAddress} />
      <Price seconds={seconds} renewing={renewing} />
      {problem}
      <a href={bip21} className={buttonClasses('primary', 'large')}>
        {t.open}
      </a>
      <p className="text-sm text-soft">{t.noFee}</p>
    </div>
  );
}

function CopyRow({
  name,
  text,
  unit,
  note,
  label,
}: {
  readonly name: string;
  readonly text: string;
  readonly unit?: string;
  readonly note?: string | undefined;
  readonly label: string;
}) {
  return (
    <div className="flex items-center justify-between gap-3">
      <div className="min-w-0">
        <p className="text-sm text-soft">{name}</p>
        <p className="font-mono text-sm wrap-anywhere">
          <strong className="font-semibold">{text}</strong>
          {unit && ` ${unit}`}
          {note && <span className="font-sans text-soft"> · {note}</span>}
        </p>
      </div>
      <div className="shrink-0">
        <CopyButton text={text} label={label} />
      </div>
    </div>
  );
}

function Price({ seconds, renewing }: { readonly seconds: number | undefined; readonly renewing: boolean }) {
  const { bitcoin: t } = usePanelStrings();
  if (seconds === undefined) return <p className="text-sm text-soft">{t.fixed}</p>;
  if (!isCountedDown(seconds)) return null;
  return (
    <div className="rounded-control bg-raised px-4 py-2.5 text-sm">
      <p className="font-medium tabular-nums" role="timer">
        {renewing || seconds === 0 ? t.renewing : t.holds(clockText(seconds))}
      </p>
      <p className="text-soft">{t.holdsNote}</p>
    </div>
  );
}
