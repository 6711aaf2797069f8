'use client';
import { useState } from 'react';
import { useFormats } from '../../format/format-context.tsx';
import { useAction } from '../../graphql/use-action.ts';
import { useList } from '../../graphql/use-list.ts';
import { Card } from '../../ui/card.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { ExchangeForm, type ExchangeWish } from '../shared/exchange-form.tsx';
import { useFresh } from '../shared/use-fresh.ts';
import { useWallet } from '../shared/wallet-context.tsx';
import { SwapList } from './swap-list.tsx';
import { SwapOffer } from './swap-offer.tsx';
import { useSwapStrings } from './swap-strings.ts';
import { MySwapsDocument, QuoteSwapDocument, type SwapTermsFragment } from './swaps.generated.ts';

/** Exchanges within the wallet: ask for an offer, look at it, take it while it holds. */
export function SwapPage() {
  const t = useSwapStrings();
  const format = useFormats();
  const { available } = useWallet();
  const list = useList(MySwapsDocument, {}, ({ swaps }) => swaps);
  useFresh(list.refetch);
  const quoting = useAction(QuoteSwapDocument);
  const [wish, setWish] = useState<ExchangeWish>();
  const [done, setDone] = useState<SwapTermsFragment>();
  const codes = format.currencies.map(({ code }) => code);
  const quote = quoting.last?.quoteSwap;
  const ask = async (asked: ExchangeWish) => {
    setDone(undefined);
    const { data } = await quoting.run({ input: asked });
    setWish(data ? asked : undefined);
  };
  return (
    <>
      <PageHeader title={t.title} description={t.lead} />
      <div className="flex flex-col gap-6">
        <div className="grid items-start gap-6 xl:grid-cols-2">
          <Card>
            <ExchangeForm
              from={codes}
              to={codes}
              mostOf={available}
              offered={wish !== undefined}
              busy={quoting.busy}
              problem={quoting.problem}
              onAsk={ask}
            />
          </Card>
          <div aria-live="polite">
            {wish && quote && (
              <SwapOffer
                key={quote.id}
                quote={quote}
                renewing={quoting.busy}
                onRenew={() => ask(wish)}
                onClose={() => setWish(undefined)}
                onDone={(terms) => {
                  setWish(undefined);
                  setDone(terms);
                  list.refetch();
                }}
              />
            )}
            {done && (
              <Notice tone="good" title={t.done}>
                {t.doneText(
                  format.money(done.payAmount, done.fromCurrency),
                  format.money(done.receiveAmount, done.toCurrency),
                )}
              </Notice>
            )}
          </div>
        </div>
        <SwapList list={list} />
      </div>
    </>
  );
}
