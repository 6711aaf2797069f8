'use client';
import { useParams } from 'next/navigation';
import { useQuery } from 'urql';
import { useFormats } from '../../format/format-context.tsx';
import { Card } from '../../ui/card.tsx';
import { KeyValues } from '../../ui/key-values.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { percentText } from '../shared/percent-text.ts';
import { useWalletWords } from '../shared/wallet-words.ts';
import { BuyForm } from './buy-form.tsx';
import { OfferActions } from './offer-actions.tsx';
import { type OfferFactsFragment, OneP2pOfferDocument } from './p2p.generated.ts';
import { useP2pStrings } from './p2p-strings.ts';
import { useP2pTexts } from './use-p2p-texts.ts';

/** One offer of the market: what it says, and a trade on it. */
export function OfferPage() {
  const t = useP2pStrings();
  const { offerId: id } = useParams<{ offerId: string }>();
  const [result, execute] = useQuery({ query: OneP2pOfferDocument, variables: { id } });
  const refetch = () => execute({ requestPolicy: 'network-only' });
  return (
    <>
      <PageHeader title={t.offer} back={{ href: '/wallet/p2p', label: t.backToMarket }} />
      <Loaded result={result} onRetry={refetch}>
        {({ p2pOffer: offer, me }) => (
          <div className="grid items-start gap-6 xl:grid-cols-2">
            <OfferCard offer={offer} />
            {offer.seller.personId === me.id ? (
              <Card title={t.own} stack>
                <p>{t.feeText(`${percentText(offer.feeBps)}%`)}</p>
                <OfferActions offer={offer} onDone={refetch} />
              </Card>
            ) : offer.status === 'ACTIVE' ? (
              <BuyForm offer={offer} />
            ) : (
              <Notice tone="warn">{t.notOpen}</Notice>
            )}
          </div>
        )}
      </Loaded>
    </>
  );
}

function OfferCard({ offer }: { readonly offer: OfferFactsFragment }) {
  const t = useP2pStrings();
  const words = useWalletWords();
  const format = useFormats();
  const texts = useP2pTexts();
  return (
    <Card title={texts.price(offer)} actions={<StateBadge word={words.offer[offer.status]} />}>
      <KeyValues
        items={[
          [t.left, format.money(offer.remaining, offer.currency)],
          [t.limits, texts.limits(offer)],
          [t.methods, offer.paymentMethods.join(', ')],
          [t.window, t.minutes(Math.round(offer.windowSeconds / 60))],
          [t.seller, texts.reputation(offer.seller)],
          offer.terms !== '' && [
            t.terms,
            <span key="terms" className="whitespace-pre-wrap">
              {offer.terms}
            </span>,
          ],
        ]}
      />
    </Card>
  );
}
