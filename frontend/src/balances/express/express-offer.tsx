'use client';
import { useRouter } from 'next/navigation';
import { useKeyedAction } from '../../graphql/use-action.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ProblemText } from '../../ui/states.tsx';
import { TermsFacts } from '../shared/terms-facts.tsx';
import { clockText, secondsLeft } from '../shared/time-left.ts';
import { useNow } from '../shared/use-now.ts';
import { type ExpressFactsFragment, OrderExpressBuyDocument } from './express.generated.ts';
import { useExpressStrings } from './express-strings.ts';

/** An offer of a purchase, to order while it holds. */
export function ExpressOffer({
  buy,
  renewing,
  onRenew,
  onClose,
}: {
  readonly buy: ExpressFactsFragment;
  readonly renewing: boolean;
  readonly onRenew: () => void;
  readonly onClose: () => void;
}) {
  const t = useExpressStrings();
  const router = useRouter();
  const ordering = useKeyedAction(OrderExpressBuyDocument);
  const left = secondsLeft(buy.expiresAt, useNow());
  const over = left === 0 && !ordering.busy;
  return (
    <Card
      title={t.quoted}
      actions={
        <span aria-live="off">
          <Badge tone={over ? 'bad' : 'accent'}>
            <span className="tabular-nums">{over ? t.over : t.holds(clockText(left))}</span>
          </Badge>
        </span>
      }
      stack
    >
      <TermsFacts terms={buy.terms} />
      {over && <Notice tone="warn">{t.overText}</Notice>}
      <ProblemText problem={ordering.problem} />
      <div className="flex flex-wrap gap-2">
        {over ? (
          <Button look="primary" busy={renewing} onClick={onRenew}>
            {t.again}
          </Button>
        ) : (
          <Button
            look="primary"
            busy={ordering.busy}
            onClick={async () => {
              const { data } = await ordering.run({ id: buy.id });
              if (data) router.push(`/wallet/express/${data.orderExpressBuy.id}`);
            }}
          >
            {t.order}
          </Button>
        )}
        <Button look="quiet" onClick={onClose}>
          {t.change}
        </Button>
      </div>
    </Card>
  );
}
