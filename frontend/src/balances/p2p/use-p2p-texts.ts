'use client';
import { useFormats } from '../../format/format-context.tsx';
import { formatMoney } from '../../format/money.ts';
import { useLocale } from '../../strings/locale.tsx';
import { percentText } from '../shared/percent-text.ts';
import { useRateText } from '../shared/use-rate-text.ts';
import type { OfferFactsFragment } from './p2p.generated.ts';
import { useP2pStrings } from './p2p-strings.ts';

interface Priced {
  readonly priceCurrency: string;
  readonly priceDecimals: number;
}

/** What the market says in more than one place: prices, limits, and what is known of a trader. */
export function useP2pTexts() {
  const t = useP2pStrings();
  const format = useFormats();
  const locale = useLocale();
  const rateText = useRateText();
  return {
    /** An amount of what is paid outside: its currency need not be one of the wallet. */
    priceMoney: (amount: string, { priceCurrency, priceDecimals }: Priced) =>
      formatMoney(amount, { code: priceCurrency, decimals: priceDecimals }, locale),
    price({ unitPrice, marginBps, priceCurrency, currency }: OfferFactsFragment) {
      if (unitPrice !== null) return t.perUnit(rateText(unitPrice), priceCurrency, currency);
      const bps = marginBps ?? 0;
      return `${t.margin(`${bps < 0 ? '−' : '+'}${percentText(Math.abs(bps))}%`)} · ${priceCurrency}`;
    },
    limits({ minAmount, maxAmount, remaining, currency }: OfferFactsFragment) {
      const most = BigInt(remaining) < BigInt(maxAmount) ? remaining : maxAmount;
      return t.range(format.money(minAmount, currency), format.money(most, currency));
    },
    reputation: ({
      completed,
      completionRateBps,
    }: {
      readonly completed: number;
      readonly completionRateBps: number | null;
    }) =>
      completionRateBps === null
        ? t.newcomer
        : t.reputation(completed, format.percent(completionRateBps / 10_000)),
  };
}
