'use client';
import { useFormats } from '../format/format-context.tsx';
import { Badge } from '../ui/badge.tsx';
import { usePayStrings } from './pay-strings.ts';
import { type PaymentToShow, stageOf } from './situation.ts';

/** What was seen of payments, newest first, each with how sure it is; changes are read out. */
export function PaymentList({ payments }: { readonly payments: readonly PaymentToShow[] }) {
  const t = usePayStrings();
  if (payments.length === 0) return null;
  return (
    <section>
      <h2 className="font-semibold">{t.payments}</h2>
      <ul aria-live="polite" className="mt-1 divide-y divide-line">
        {payments.map((payment) => (
          <PaymentRow key={payment.createdAt + payment.amount + payment.output?.txid} payment={payment} />
        ))}
      </ul>
    </section>
  );
}

function PaymentRow({ payment }: { readonly payment: PaymentToShow }) {
  const t = usePayStrings();
  const format = useFormats();
  const { amount, currency, chain, late, rail, output } = payment;
  const stage = stageOf(payment);
  const { tone, text, note } = t.stage[stage];
  const txid = output?.txid ?? chain?.txid;
  return (
    <li className="flex flex-col gap-1 py-3">
      <p className="flex items-center justify-between gap-3">
        <span>
          <span className="font-medium tabular-nums">{format.money(amount, currency)}</span>
          <span className="text-sm text-soft"> · {t.rail[rail]}</span>
        </span>
        <Badge tone={tone}>{text}</Badge>
      </p>
      {stage === 'CONFIRMING' && chain && (
        <Confirmations have={chain.confirmations} need={chain.confirmationsNeeded} />
      )}
      {note && <p className="text-sm text-soft">{note}</p>}
      {late && <p className="text-sm text-soft">{t.late}</p>}
      {txid && (
        <p className="truncate font-mono text-xs text-soft">
          <span className="sr-only">{t.transaction} </span>
          {txid}
        </p>
      )}
    </li>
  );
}

function Confirmations({ have, need }: { readonly have: number; readonly need: number }) {
  const t = usePayStrings();
  const share = `${Math.min(100, (100 * have) / Math.max(1, need))}%`;
  return (
    <>
      <span aria-hidden="true" className="block h-1.5 overflow-hidden rounded-full bg-raised">
        <span className="block h-full rounded-full bg-accent transition-[width]" style={{ width: share }} />
      </span>
      <span className="text-sm text-soft tabular-nums">{t.confirmations(have, need)}</span>
    </>
  );
}
