'use client';
import { useFormats } from '../../format/format-context.tsx';
import { formatMoney } from '../../format/money.ts';
import { useLocale } from '../../strings/locale.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Shortened } from '../../ui/copy-button.tsx';
import { KeyValues } from '../../ui/key-values.tsx';
import type { DisputedTradesQuery, P2pDisputeOutcome } from './disputes.generated.ts';
import { useDisputesStrings } from './disputes-strings.ts';

type Trade = DisputedTradesQuery['disputedP2pTrades']['nodes'][number];

/** A disputed trade: who, how much, what each says, and both ways to decide it. */
export function DisputeCard({
  trade,
  onDecide,
}: {
  readonly trade: Trade;
  readonly onDecide: (outcome: P2pDisputeOutcome) => void;
}) {
  const t = useDisputesStrings();
  const format = useFormats();
  const locale = useLocale();
  const { buyer, seller, messages, priceCurrency, priceDecimals } = trade;
  const price = formatMoney(trade.priceAmount, { code: priceCurrency, decimals: priceDecimals }, locale);
  const sideOf = (personId: string | null) => (personId === buyer.personId ? t.buyer : t.seller);
  const trader = ({ personId, completed, failed }: Trade['buyer']) => (
    <>
      <Shortened text={personId} ends={6} /> <span className="text-soft">{t.record(completed, failed)}</span>
    </>
  );
  return (
    <Card
      title={t.trade(format.money(trade.amount, trade.currency), price)}
      description={trade.disputedAt && format.dateTime(trade.disputedAt)}
      actions={
        <>
          <Button size="small" onClick={() => onDecide('BUYER')}>
            {t.toBuyer}
          </Button>
          <Button size="small" onClick={() => onDecide('SELLER')}>
            {t.toSeller}
          </Button>
        </>
      }
    >
      <div className="grid gap-6 lg:grid-cols-2">
        <KeyValues
          items={[
            [t.buyer, trader(buyer)],
            [t.seller, trader(seller)],
            [t.method, trade.paymentMethod],
            !!trade.paymentReference && [t.reference, trade.paymentReference],
            !!trade.paidAt && [t.markedPaid, format.dateTime(trade.paidAt)],
            [t.disputedBy, sideOf(trade.disputedBy)],
            [t.says, trade.disputeReason ?? '–'],
            !!trade.disputeEvidence && [
              t.evidence,
              <span key="e" className="whitespace-pre-wrap">
                {trade.disputeEvidence}
              </span>,
            ],
          ]}
        />
        <div>
          <h3 className="text-sm font-medium">{t.messages}</h3>
          {messages.length === 0 && <p className="text-soft">{t.noMessages}</p>}
          <ol className="mt-2 flex flex-col gap-2">
            {messages.map(({ id, senderId, text, createdAt }) => (
              <li key={id} className="rounded-control bg-raised px-3 py-2">
                <p className="text-xs text-soft">
                  {sideOf(senderId)}, {format.dateTime(createdAt)}
                </p>
                <p className="whitespace-pre-wrap">{text}</p>
              </li>
            ))}
          </ol>
        </div>
      </div>
    </Card>
  );
}
