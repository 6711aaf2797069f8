'use client';
import { useEffect, useState } from 'react';
import type { SpellOrder, SpellReview } from '../spells/verify-spell.ts';

/** Checks what is to be signed, beside the page; undefined while that is under way. The verifier is loaded for it. */
export function useReview(order: SpellOrder): SpellReview | undefined {
  const [review, setReview] = useState<{ readonly psbt: string; readonly of: SpellReview }>();
  // The order is made anew with every drawing: the PSBT is what it is about.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    const abort = new AbortController();
    import('../spells/verify-spell.ts').then(async ({ verifySpellToSign }) => {
      const of = await verifySpellToSign(order, abort.signal);
      if (!abort.signal.aborted) setReview({ psbt: order.psbt, of });
    });
    return () => abort.abort();
  }, [order.psbt]);
  return review?.psbt === order.psbt ? review.of : undefined;
}
