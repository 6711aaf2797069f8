'use client';
import { useState } from 'react';
import { useFormats } from '../../format/format-context.tsx';
import { useList } from '../../graphql/use-list.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { SelectField } from '../../ui/field.tsx';
import { ListCsvButton } from '../../ui/list-csv-button.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useWalletWords } from '../shared/wallet-words.ts';
import { NewOfferDialog } from './new-offer-dialog.tsx';
import { OfferActions } from './offer-actions.tsx';
import { MyP2pOffersDocument, type P2pOfferStatus } from './p2p.generated.ts';
import { P2pHeader } from './p2p-header.tsx';
import { useP2pStrings } from './p2p-strings.ts';
import { useP2pTexts } from './use-p2p-texts.ts';

const STATUSES: readonly P2pOfferStatus[] = ['ACTIVE', 'PAUSED', 'CLOSED'];

/** What the person sells. */
export function MyOffersPage() {
  const t = useP2pStrings();
  const words = useWalletWords();
  const format = useFormats();
  const texts = useP2pTexts();
  const [status, setStatus] = useState<P2pOfferStatus | ''>('');
  const [making, setMaking] = useState(false);
  const list = useList(MyP2pOffersDocument, { status: status || null }, ({ myP2pOffers }) => myP2pOffers);
  const create = (
    <Button look="primary" onClick={() => setMaking(true)}>
      {t.newOffer}
    </Button>
  );
  return (
    <>
      <P2pHeader
        part="offers"
        description={t.offersLead}
        actions={
          <>
            <ListCsvButton
              list={list}
              filename="my-offers.csv"
              columns={[
                { title: 'id', value: ({ id }) => id },
                { title: words.when, value: ({ createdAt }) => createdAt },
                { title: words.currency, value: ({ currency }) => currency },
                { title: words.amount, value: ({ amount }) => amount },
                { title: t.left, value: ({ remaining }) => remaining },
                { title: t.price, value: texts.price },
                { title: words.status, value: (each) => each.status },
              ]}
            />
            {create}
          </>
        }
      />
      <Card stack>
        <div className="max-w-56">
          <SelectField
            label={words.status}
            value={status}
            onChange={({ target }) => setStatus(STATUSES.find((each) => each === target.value) ?? '')}
          >
            <option value="">{words.all}</option>
            {STATUSES.map((each) => (
              <option key={each} value={each}>
                {words.offer[each].text}
              </option>
            ))}
          </SelectField>
        </div>
        <ListView
          list={list}
          caption={t.tabs.offers}
          rowKey={({ id }) => id}
          empty={
            <EmptyState title={t.noOffersTitle} action={create}>
              {t.noOffersText}
            </EmptyState>
          }
          columns={[
            { key: 'price', title: t.price, cell: texts.price },
            {
              key: 'left',
              title: t.left,
              numeric: true,
              cell: ({ remaining, currency }) => format.money(remaining, currency),
            },
            {
              key: 'status',
              title: words.status,
              cell: (each) => <StateBadge word={words.offer[each.status]} />,
            },
            {
              key: 'actions',
              title: t.actions,
              cell: (offer) => <OfferActions offer={offer} onDone={list.refetch} />,
            },
          ]}
        />
      </Card>
      {making && <NewOfferDialog onClose={() => setMaking(false)} onDone={list.refetch} />}
    </>
  );
}
