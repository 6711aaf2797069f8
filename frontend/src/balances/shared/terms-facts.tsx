'use client';
import { useFormats } from '../../format/format-context.tsx';
import { useTexts } from '../../strings/locale.tsx';
import { KeyValues } from '../../ui/key-values.tsx';
import type { SwapTermsFragment } from '../swap/swaps.generated.ts';
import { percentText } from './percent-text.ts';
import { useRateText } from './use-rate-text.ts';

const en = {
  pay: 'You pay',
  fee: (percent: string) => `Fee (${percent}), within it`,
  spread: (percent: string) => `Spread (${percent}), within the rate`,
  mid: 'Market rate',
  rate: 'Your rate',
  of: (from: string, rate: string, to: string) => `1 ${from} = ${rate} ${to}`,
  receive: 'You get exactly',
};
const catalogs = { en };

/** What an exchange costs: the rate, the spread and the fee, each on its own. */
export function TermsFacts({ terms }: { readonly terms: SwapTermsFragment }) {
  const t = useTexts(catalogs);
  const format = useFormats();
  const rateText = useRateText();
  const { fromCurrency, toCurrency } = terms;
  const rate = (decimal: string) => t.of(fromCurrency, rateText(decimal), toCurrency);
  return (
    <KeyValues
      items={[
        [t.pay, format.money(terms.payAmount, fromCurrency)],
        [t.fee(`${percentText(terms.feeBps)}%`), format.money(terms.feeAmount, fromCurrency)],
        [t.mid, rate(terms.midRate.decimal)],
        [t.rate, rate(terms.appliedRate.decimal)],
        [t.spread(`${percentText(terms.spreadBps)}%`), format.money(terms.spreadAmount, toCurrency)],
        [
          t.receive,
          <strong key="receive" className="text-lg tabular-nums">
            {format.money(terms.receiveAmount, toCurrency)}
          </strong>,
        ],
      ]}
    />
  );
}
