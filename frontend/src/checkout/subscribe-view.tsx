'use client';
import { lazy, Suspense, useState } from 'react';
import { buttonClasses } from '../ui/button-classes.ts';
import { rememberInAddress } from './checkout-address.ts';
import type { PriceOnOffer } from './offer.ts';
import { useOfferStrings } from './offer-strings.ts';
import { PriceChoice } from './price-choice.tsx';
import { PriceFacts } from './price-facts.tsx';
import { useReady } from './use-ready.ts';
import { Waiting } from './waiting.tsx';

// Wallets, sessions and signing come when somebody goes on.
const SubscribeFlow = lazy(() => import('./subscribe-flow.tsx'));

/** The price of a plan, the choice where there are several, and the way on. */
export function SubscribeView({
  planId,
  prices,
  initialPriceId,
  initiallyBegun,
  initialTransactionId,
}: {
  readonly planId: string;
  readonly prices: readonly PriceOnOffer[];
  readonly initialPriceId: string | undefined;
  readonly initiallyBegun: boolean;
  readonly initialTransactionId: string | undefined;
}) {
  const t = useOfferStrings();
  const ready = useReady();
  const [price, setPrice] = useState(() => prices.find(({ id }) => id === initialPriceId) ?? prices[0]);
  const [begun, setBegun] = useState(initiallyBegun || initialTransactionId !== undefined);
  const choose = (chosen: PriceOnOffer) => {
    setPrice(chosen);
    rememberInAddress({ price: chosen.id });
  };
  const begin = () => {
    setBegun(true);
    rememberInAddress({ begun: '1', price: price?.id });
  };
  return (
    <section className="flex h-fit flex-col gap-5 rounded-card border border-line bg-surface p-4 shadow-card sm:p-6">
      {price && prices.length > 1 && !begun && (
        <PriceChoice prices={prices} chosen={price} onChoose={choose} />
      )}
      {price && <PriceFacts price={price} />}
      {!begun && (
        <button type="button" className={buttonClasses('primary', 'large')} onClick={begin}>
          {price && price.trialDays > 0 ? t.tryFree : t.subscribe}
        </button>
      )}
      {begun &&
        (ready ? (
          <Suspense fallback={<Waiting />}>
            <SubscribeFlow planId={planId} price={price} initialTransactionId={initialTransactionId} />
          </Suspense>
        ) : (
          <Waiting />
        ))}
    </section>
  );
}
