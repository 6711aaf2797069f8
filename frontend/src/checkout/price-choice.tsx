'use client';
import { useFormats } from '../format/format-context.tsx';
import type { PriceOnOffer } from './offer.ts';
import { useOfferStrings } from './offer-strings.ts';

/** The prices of a plan, where there are several. */
export function PriceChoice({
  prices,
  chosen,
  onChoose,
}: {
  readonly prices: readonly PriceOnOffer[];
  readonly chosen: PriceOnOffer;
  readonly onChoose: (price: PriceOnOffer) => void;
}) {
  const t = useOfferStrings();
  const format = useFormats();
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-2 font-semibold">{t.choose}</legend>
      {prices.map((price) => (
        <label
          key={price.id}
          className="flex min-h-14 cursor-pointer items-center gap-3 rounded-control border border-line px-4 py-2 has-checked:border-accent has-checked:bg-accent-tint"
        >
          <input
            type="radio"
            name="price"
            checked={price.id === chosen.id}
            onChange={() => onChoose(price)}
            className="size-5 shrink-0 accent-(--accent)"
          />
          <span className="min-w-0 flex-1">
            <span className="block font-medium">{price.nickname ?? t.period[price.interval.unit]}</span>
            {price.trialDays > 0 && (
              <span className="block text-sm text-soft">{t.trial(price.trialDays)}</span>
            )}
          </span>
          <span className="max-w-3/5 min-w-0 text-right wrap-anywhere">
            <span className="block font-medium tabular-nums">
              {format.money(price.amount, price.currency)}
            </span>
            <span className="block text-sm text-soft">{t.every(price.interval)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
