'use client';
import { useParams } from 'next/navigation';
import { useQuery, useSubscription } from 'urql';
import { useFormats } from '../../format/format-context.tsx';
import { Card } from '../../ui/card.tsx';
import { KeyValues } from '../../ui/key-values.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { useNow } from '../shared/use-now.ts';
import { useWalletWords } from '../shared/wallet-words.ts';
import { OneP2pTradeDocument, P2pTradeLiveDocument, type TradeTalkFragment } from './p2p.generated.ts';
import { useP2pStrings } from './p2p-strings.ts';
import { TradeActions } from './trade-actions.tsx';
import { TradeMessages } from './trade-messages.tsx';
import { type Side, tradeRights } from './trade-rights.ts';
import { TradeSteps } from './trade-steps.tsx';
import { useP2pTexts } from './use-p2p-texts.ts';

/** One trade, as one of its two sees it: live how far it is, what they may do, and what was said. */
export function TradePage() {
  const t = useP2pStrings();
  const { tradeId: id } = useParams<{ tradeId: string }>();
  const [result, execute] = useQuery({ query: OneP2pTradeDocument, variables: { id } });
  const [live] = useSubscription({ query: P2pTradeLiveDocument, variables: { id } });
  return (
    <>
      <PageHeader title={t.trade} back={{ href: '/wallet/p2p/trades', label: t.backToTrades }} />
      <Loaded result={result} onRetry={() => execute({ requestPolicy: 'network-only' })}>
        {({ p2pTrade, me }) => <Shown trade={live.data?.p2pTradeUpdated ?? p2pTrade} personId={me.id} />}
      </Loaded>
    </>
  );
}

function Shown({ trade, personId }: { readonly trade: TradeTalkFragment; readonly personId: string }) {
  const t = useP2pStrings();
  const words = useWalletWords();
  const format = useFormats();
  const texts = useP2pTexts();
  const side: Side = trade.buyer.personId === personId ? 'BUYER' : 'SELLER';
  const now = useNow();
  const rights = tradeRights(trade, side, now);
  const { amount, currency, fee, paymentReference, disputeReason, disputeEvidence, resolution, offer } =
    trade;
  return (
    <div className="grid items-start gap-6 xl:grid-cols-2">
      <Card
        title={`${t.roleShort[side]} ${format.money(amount, currency)}`}
        description={texts.priceMoney(trade.priceAmount, trade)}
        actions={<StateBadge word={words.trade[trade.status]} />}
        stack
      >
        <TradeSteps trade={trade} side={side} now={now} />
        <TradeActions trade={trade} side={side} rights={rights} />
      </Card>
      <Card title={t.facts}>
        <KeyValues
          items={[
            [side === 'BUYER' ? t.gets : t.moves, format.money(amount, currency)],
            [t.priceAmount, texts.priceMoney(trade.priceAmount, trade)],
            [t.method, trade.paymentMethod],
            side === 'SELLER' && [t.fee, format.money(fee, currency)],
            [
              side === 'BUYER' ? t.seller : t.buyer,
              texts.reputation(side === 'BUYER' ? trade.seller : trade.buyer),
            ],
            [t.opened, format.dateTime(trade.createdAt)],
            paymentReference !== null && [t.reference, paymentReference],
            offer.terms !== '' && [
              t.terms,
              <span key="terms" className="whitespace-pre-wrap">
                {offer.terms}
              </span>,
            ],
            disputeReason !== null && [t.disputeReason, disputeReason],
            disputeEvidence !== null && [t.evidence, disputeEvidence],
            resolution !== null && [t.resolution, resolution],
          ]}
        />
      </Card>
      <div className="xl:col-span-2">
        <TradeMessages trade={trade} personId={personId} mayTalk={rights.talk} />
      </div>
    </div>
  );
}
