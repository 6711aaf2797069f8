'use client';
import { useState } from 'react';
import { useQuery } from 'urql';
import { useFormats } from '../../format/format-context.tsx';
import { useList } from '../../graphql/use-list.ts';
import { Card } from '../../ui/card.tsx';
import { SelectField } from '../../ui/field.tsx';
import { ListCsvButton } from '../../ui/list-csv-button.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useFresh } from '../shared/use-fresh.ts';
import { useWalletWords } from '../shared/wallet-words.ts';
import {
  MyP2pTradesDocument,
  P2pPersonDocument,
  type P2pTradeRole,
  type P2pTradeStatus,
  type TradeFactsFragment,
} from './p2p.generated.ts';
import { P2pHeader } from './p2p-header.tsx';
import { useP2pStrings } from './p2p-strings.ts';
import { useP2pTexts } from './use-p2p-texts.ts';

/** What the person buys and sells. */
export function MyTradesPage() {
  const t = useP2pStrings();
  const words = useWalletWords();
  const format = useFormats();
  const texts = useP2pTexts();
  const [status, setStatus] = useState<P2pTradeStatus | ''>('');
  const [role, setRole] = useState<P2pTradeRole | ''>('');
  const [person] = useQuery({ query: P2pPersonDocument });
  const list = useList(
    MyP2pTradesDocument,
    { status: status || null, role: role || null },
    ({ myP2pTrades }) => myP2pTrades,
  );
  useFresh(list.refetch);
  const sideOf = ({ buyer }: TradeFactsFragment) =>
    t.roleShort[buyer.personId === person.data?.me.id ? 'BUYER' : 'SELLER'];
  const statuses = Object.keys(words.trade) as P2pTradeStatus[];
  return (
    <>
      <P2pHeader
        part="trades"
        description={t.tradesLead}
        actions={
          <ListCsvButton
            list={list}
            filename="my-trades.csv"
            columns={[
              { title: 'id', value: ({ id }) => id },
              { title: words.when, value: ({ createdAt }) => createdAt },
              { title: t.role, value: sideOf },
              { title: words.currency, value: ({ currency }) => currency },
              { title: words.amount, value: ({ amount }) => amount },
              { title: t.paying, value: ({ priceCurrency }) => priceCurrency },
              { title: t.priceAmount, value: ({ priceAmount }) => priceAmount },
              { title: words.status, value: (each) => each.status },
            ]}
          />
        }
      />
      <Card stack>
        <div className="grid gap-4 sm:max-w-md sm:grid-cols-2">
          <SelectField
            label={words.status}
            value={status}
            onChange={({ target }) => setStatus(statuses.find((each) => each === target.value) ?? '')}
          >
            <option value="">{words.all}</option>
            {statuses.map((each) => (
              <option key={each} value={each}>
                {words.trade[each].text}
              </option>
            ))}
          </SelectField>
          <SelectField
            label={t.role}
            value={role}
            onChange={({ target: { value } }) =>
              setRole(value === 'BUYER' || value === 'SELLER' ? value : '')
            }
          >
            <option value="">{t.any}</option>
            <option value="BUYER">{t.roles.BUYER}</option>
            <option value="SELLER">{t.roles.SELLER}</option>
          </SelectField>
        </div>
        <ListView
          list={list}
          caption={t.tabs.trades}
          rowKey={({ id }) => id}
          href={({ id }) => `/wallet/p2p/trades/${id}`}
          empty={<EmptyState title={t.noTradesTitle}>{t.noTradesText}</EmptyState>}
          columns={[
            {
              key: 'amount',
              title: words.amount,
              cell: (trade) => `${sideOf(trade)} ${format.money(trade.amount, trade.currency)}`,
            },
            { key: 'at', title: words.when, cell: ({ createdAt }) => format.dateTime(createdAt) },
            {
              key: 'status',
              title: words.status,
              cell: (each) => <StateBadge word={words.trade[each.status]} />,
            },
            {
              key: 'price',
              title: t.priceAmount,
              numeric: true,
              cell: (trade) => texts.priceMoney(trade.priceAmount, trade),
            },
          ]}
        />
      </Card>
    </>
  );
}
