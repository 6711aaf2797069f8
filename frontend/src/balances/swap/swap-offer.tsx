'use client';
import { useFormats } from '../../format/format-context.tsx';
import { useKeyedAction } from '../../graphql/use-action.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ProblemText } from '../../ui/states.tsx';
import { TermsFacts } from '../shared/terms-facts.tsx';
import { clockText, secondsLeft } from '../shared/time-left.ts';
import { useNow } from '../shared/use-now.ts';
import { useSwapStrings } from './swap-strings.ts';
import { AcceptSwapDocument, type QuoteSwapMutation, type SwapTermsFragment } from './swaps.generated.ts';

/** An offer, with what it costs and how long it holds, to take or to leave. */
export function SwapOffer({
  quote,
  renewing,
  onRenew,
  onClose,
  onDone,
}: {
  readonly quote: QuoteSwapMutation['quoteSwap'];
  readonly renewing: boolean;
  readonly onRenew: () => void;
  readonly onClose: () => void;
  readonly onDone: (terms: SwapTermsFragment) => void;
}) {
  const t = useSwapStrings();
  const format = useFormats();
  const accepting = useKeyedAction(AcceptSwapDocument);
  const left = secondsLeft(quote.expiresAt, useNow());
  const { terms } = quote;
  const over = left === 0 && !accepting.busy;
  return (
    <Card
      title={t.quoted}
      actions={
        // The clock is drawn, not read out every second.
        <span aria-live="off">
          <Badge tone={over ? 'bad' : left <= 5 ? 'warn' : 'accent'}>
            <span className="tabular-nums">{over ? t.over : t.holds(clockText(left))}</span>
          </Badge>
        </span>
      }
      stack
    >
      <TermsFacts terms={terms} />
      {over && <Notice tone="warn">{t.overText}</Notice>}
      <ProblemText problem={accepting.problem} />
      <div className="flex flex-wrap gap-2">
        {over ? (
          <Button look="primary" busy={renewing} onClick={onRenew}>
            {t.again}
          </Button>
        ) : (
          <Button
            look="primary"
            busy={accepting.busy}
            onClick={async () => {
              const { data } = await accepting.run({ quoteId: quote.id });
              if (data) onDone(data.acceptSwap.terms);
            }}
          >
            {t.accept(format.money(terms.payAmount, terms.fromCurrency))}
          </Button>
        )}
        <Button look="quiet" onClick={onClose}>
          {t.change}
        </Button>
      </div>
    </Card>
  );
}
