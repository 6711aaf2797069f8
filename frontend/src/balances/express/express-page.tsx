'use client';
import { useState } from 'react';
import { useFormats } from '../../format/format-context.tsx';
import { useAction } from '../../graphql/use-action.ts';
import { useList } from '../../graphql/use-list.ts';
import { Card } from '../../ui/card.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { ExchangeForm, type ExchangeWish } from '../shared/exchange-form.tsx';
import { useFresh } from '../shared/use-fresh.ts';
import { MyExpressBuysDocument, QuoteExpressBuyDocument } from './express.generated.ts';
import { ExpressList } from './express-list.tsx';
import { ExpressOffer } from './express-offer.tsx';
import { useExpressStrings } from './express-strings.ts';

/** What banks move. */
const FIAT = ['EUR', 'USD'];

/** Purchases with money from a bank: ask for an offer, order it, be told how to pay. */
export function ExpressPage() {
  const t = useExpressStrings();
  const format = useFormats();
  const list = useList(MyExpressBuysDocument, {}, ({ expressBuys }) => expressBuys);
  useFresh(list.refetch);
  const quoting = useAction(QuoteExpressBuyDocument);
  const [wish, setWish] = useState<ExchangeWish>();
  const codes = format.currencies.map(({ code }) => code);
  const buy = quoting.last?.quoteExpressBuy;
  const ask = async (asked: ExchangeWish) => {
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
              from={codes.filter((code) => FIAT.includes(code))}
              to={codes.filter((code) => !FIAT.includes(code))}
              offered={wish !== undefined}
              busy={quoting.busy}
              problem={quoting.problem}
              onAsk={ask}
            />
          </Card>
          <div aria-live="polite">
            {wish && buy && (
              <ExpressOffer
                key={buy.id}
                buy={buy}
                renewing={quoting.busy}
                onRenew={() => ask(wish)}
                onClose={() => setWish(undefined)}
              />
            )}
          </div>
        </div>
        <ExpressList list={list} />
      </div>
    </>
  );
}
