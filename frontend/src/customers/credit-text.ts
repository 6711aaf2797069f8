'use client';
import { useFormats } from '../format/format-context.tsx';
import type { CustomerSummaryFragment } from './customers.generated.ts';

/** Credit in all its currencies in words; a dash for none. */
export function useCreditText(): (credit: CustomerSummaryFragment['credit']) => string {
  const format = useFormats();
  return (credit) =>
    credit
      .filter(({ available }) => available !== '0')
      .map(({ available, currency }) => format.money(available, currency))
      .join(', ') || '–';
}
