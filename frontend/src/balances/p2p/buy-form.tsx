'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useQuery } from 'urql';
import { useFormats } from '../../format/format-context.tsx';
import { useKeyedAction } from '../../graphql/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { SelectField } from '../../ui/field.tsx';
import { KeyValues } from '../../ui/key-values.tsx';
import { ProblemNotice, ProblemText } from '../../ui/states.tsx';
import { useDelayed } from '../../ui/use-delayed.ts';
import { AmountField } from '../shared/amount-field.tsx';
import { type OfferFactsFragment, OpenP2pTradeDocument, P2pQuoteDocument } from './p2p.generated.ts';
import { useP2pStrings } from './p2p-strings.ts';
import { useP2pTexts } from './use-p2p-texts.ts';

/** How much of an offer to buy, what that comes to, and the trade. */
export function BuyForm({ offer }: { readonly offer: OfferFactsFragment }) {
  const t = useP2pStrings();
  const format = useFormats();
  const texts = useP2pTexts();
  const router = useRouter();
  const action = useKeyedAction(OpenP2pTradeDocument);
  const [text, setText] = useState('');
  const [method, setMethod] = useState(offer.paymentMethods[0] ?? '');
  const { currency } = offer;
  const amount = format.parse(text, currency);
  const most =
    BigInt(offer.remaining) < BigInt(offer.maxAmount) ? BigInt(offer.remaining) : BigInt(offer.maxAmount);
  const fits = amount !== undefined && amount >= BigInt(offer.minAmount) && amount <= most;
  const asked = useDelayed(fits ? amount : undefined);
  const [{ data, error }] = useQuery({
    query: P2pQuoteDocument,
    variables: { offerId: offer.id, amount: (asked ?? 0n).toString() },
    pause: asked === undefined,
  });
  const quote = fits && data?.p2pQuote.amount === amount.toString() ? data.p2pQuote : undefined;
  return (
    <Card title={t.buyTitle}>
      <form
        className="flex flex-col gap-4"
        onSubmit={async (event) => {
          event.preventDefault();
          if (quote === undefined) return;
          const { data: opened } = await action.run({
            offerId: offer.id,
            amount: quote.amount,
            paymentMethod: method,
            maxPriceAmount: quote.priceAmount,
          });
          if (opened) router.push(`/wallet/p2p/trades/${opened.openP2pTrade.id}`);
        }}
      >
        <AmountField
          label={t.amount}
          currency={currency}
          value={text}
          onChange={setText}
          hint={texts.limits(offer)}
          error={
            amount !== undefined && !fits
              ? t.outside(format.money(offer.minAmount, currency), format.money(most, currency))
              : undefined
          }
        />
        <SelectField label={t.method} value={method} onChange={({ target }) => setMethod(target.value)}>
          {offer.paymentMethods.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </SelectField>
        <div aria-live="polite">
          <KeyValues
            items={[
              [t.gets, quote ? format.money(quote.amount, currency) : '–'],
              [
                t.pays,
                <strong key="pays">{quote ? texts.priceMoney(quote.priceAmount, offer) : '–'}</strong>,
              ],
            ]}
          />
        </div>
        <p className="text-sm text-soft">{t.windowText(t.minutes(Math.round(offer.windowSeconds / 60)))}</p>
        {error && <ProblemNotice error={error} />}
        <ProblemText problem={action.problem} />
        <div>
          <Button type="submit" look="primary" busy={action.busy} disabled={quote === undefined}>
            {t.openTrade}
          </Button>
        </div>
      </form>
    </Card>
  );
}
