'use client';
import { useState } from 'react';
import { useFormats } from '../../format/format-context.tsx';
import { useList } from '../../graphql/use-list.ts';
import { Card } from '../../ui/card.tsx';
import { SelectField } from '../../ui/field.tsx';
import { ListCsvButton } from '../../ui/list-csv-button.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useDelayed } from '../../ui/use-delayed.ts';
import { AmountField } from '../shared/amount-field.tsx';
import { CurrencyChoice } from '../shared/currency-choice.tsx';
import { useWalletWords } from '../shared/wallet-words.ts';
import { P2pMarketDocument } from './p2p.generated.ts';
import { P2pHeader } from './p2p-header.tsx';
import { useP2pStrings } from './p2p-strings.ts';
import { PRICE_CURRENCIES } from './price-currencies.ts';
import { useP2pTexts } from './use-p2p-texts.ts';

/** What other people sell. */
export function MarketPage() {
  const t = useP2pStrings();
  const words = useWalletWords();
  const format = useFormats();
  const texts = useP2pTexts();
  const [currency, setCurrency] = useState('BTC');
  const [priceCurrency, setPriceCurrency] = useState('');
  const [text, setText] = useState('');
  const amount = useDelayed(format.parse(text, currency));
  const list = useList(
    P2pMarketDocument,
    { currency, priceCurrency: priceCurrency || null, amount: amount ? amount.toString() : null },
    ({ p2pOffers }) => p2pOffers,
  );
  return (
    <>
      <P2pHeader
        part="market"
        description={t.lead}
        actions={
          <ListCsvButton
            list={list}
            filename="offers.csv"
            columns={[
              { title: 'id', value: ({ id }) => id },
              { title: words.currency, value: (each) => each.currency },
              { title: t.left, value: ({ remaining }) => remaining },
              { title: t.price, value: texts.price },
              { title: t.methods, value: ({ paymentMethods }) => paymentMethods.join(', ') },
            ]}
          />
        }
      />
      <Card stack>
        <div className="grid gap-4 sm:grid-cols-3">
          <CurrencyChoice label={t.buying} value={currency} onChange={setCurrency} />
          <AmountField label={t.amount} currency={currency} value={text} onChange={setText} />
          <SelectField
            label={t.paying}
            value={priceCurrency}
            onChange={({ target }) => setPriceCurrency(target.value)}
          >
            <option value="">{t.any}</option>
            {PRICE_CURRENCIES.map((code) => (
              <option key={code}>{code}</option>
            ))}
          </SelectField>
        </div>
        <ListView
          list={list}
          caption={t.title}
          rowKey={({ id }) => id}
          href={({ id }) => `/wallet/p2p/offers/${id}`}
          empty={<EmptyState title={t.emptyTitle}>{t.emptyText}</EmptyState>}
          columns={[
            { key: 'price', title: t.price, cell: texts.price },
            { key: 'limits', title: t.limits, cell: texts.limits },
            { key: 'methods', title: t.methods, cell: ({ paymentMethods }) => paymentMethods.join(', ') },
            { key: 'seller', title: t.seller, cell: ({ seller }) => texts.reputation(seller) },
          ]}
        />
      </Card>
    </>
  );
}
