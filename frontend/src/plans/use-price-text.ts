'use client';
import { useFormats } from '../format/format-context.tsx';
import { useBillingWords } from '../words/billing-words.ts';
import type { PriceFactsFragment } from './plans.generated.ts';

/** A price in words: `50,000 sat every month`. */
export function usePriceText(): (
  price: Pick<PriceFactsFragment, 'amount' | 'currency' | 'interval'>,
) => string {
  const format = useFormats();
  const words = useBillingWords();
  return ({ amount, currency, interval }) =>
    words.price(format.money(amount, currency), words.every(interval));
}
