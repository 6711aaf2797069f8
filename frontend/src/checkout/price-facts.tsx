'use client';
import { useFormats } from '../format/format-context.tsx';
import { dueToday, type PriceOnOffer } from './offer.ts';
import { useOfferStrings } from './offer-strings.ts';
import { usePayStrings } from './pay-strings.ts';

/** One clear price: how much, how often, what comes once, what is due today, how it can be paid. */
export function PriceFacts({ price }: { readonly price: PriceOnOffer }) {
  const t = useOfferStrings();
  const { rail: railNames } = usePayStrings();
  const format = useFormats();
  const { amount, currency, interval, trialDays, setupFee, rails } = price;
  const open = rails.filter(({ obstacle }) => obstacle === null);
  const row = (name: string, sum: bigint | string, strong = false) => (
    <div className={`flex justify-between gap-4 ${strong ? 'font-semibold' : 'text-soft'}`}>
      <dt className="shrink-0">{name}</dt>
      <dd className="min-w-0 text-right wrap-anywhere tabular-nums">{format.money(sum, currency)}</dd>
    </div>
  );
  return (
    <div className="flex flex-col gap-4">
      <p>
        <span className="text-3xl font-semibold tracking-tight wrap-anywhere tabular-nums">
          {format.money(amount, currency)}
        </span>{' '}
        <span className="text-soft">{t.every(interval)}</span>
        {trialDays > 0 && <span className="mt-1 block font-medium text-good">{t.trial(trialDays)}</span>}
      </p>
      <dl className="flex flex-col gap-1.5 border-t border-line pt-4">
        {BigInt(setupFee) > 0n && (
          <>
            {row(t.first, amount)}
            {row(t.setup, setupFee)}
          </>
        )}
        {row(t.today, dueToday(price), true)}
      </dl>
      {trialDays > 0 && <p className="text-sm text-soft">{t.trialNote}</p>}
      {open.length > 0 && (
        <p className="text-sm text-soft">
          {t.rails}: {open.map(({ rail }) => railNames[rail]).join(' · ')}
        </p>
      )}
    </div>
  );
}
