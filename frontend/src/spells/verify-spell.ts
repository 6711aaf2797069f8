import type { SpellOrder } from './spell-order.ts';
import type { SpellReview } from './spell-review.ts';

export type { PlanOrder, SaleOrder, SpellOrder, SubscriptionOrder } from './spell-order.ts';
export type {
  Discrepancy,
  DiscrepancyCode,
  ReviewedOutput,
  ReviewedPlan,
  SpellFacts,
  SpellReview,
} from './spell-review.ts';

/** A slow phone with a cold cache is done long before. */
const TIMEOUT_MS = 60_000;

/**
 * Verifies in the browser what is to be signed, before any wallet opens: whom the transaction pays and how much, what the
 * signer receives, that its spell's proof holds. Loads the verifier when it is called, and runs it beside the page. Never
 * rejects: what could not be checked is a discrepancy too, and with any discrepancy nothing is signed.
 */
export function verifySpellToSign(order: SpellOrder, signal?: AbortSignal): Promise<SpellReview> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./review-spell.worker.ts', import.meta.url), { type: 'module' });
    const timer = setTimeout(() => fail('it took too long'), TIMEOUT_MS);
    const finish = (review: SpellReview) => {
      clearTimeout(timer);
      worker.terminate();
      signal?.removeEventListener('abort', abort);
      resolve(review);
    };
    const fail = (detail: string) =>
      finish({ facts: undefined, discrepancies: [{ code: 'UNCHECKED', detail }] });
    const abort = () => fail('it was called off');
    worker.addEventListener('message', ({ data }: MessageEvent<SpellReview>) => finish(data));
    worker.addEventListener('messageerror', () => fail('its answer was lost'));
    worker.addEventListener('error', ({ message }) => fail(message || 'the verifier could not be loaded'));
    signal?.addEventListener('abort', abort);
    if (signal?.aborted) abort();
    else worker.postMessage(order);
  });
}
