import { verifySpell } from '@charmbills/charms';
import { reviewMoney } from './review-money.ts';
import { type PurposeReview, reviewPlan, reviewSubscription } from './review-purpose.ts';
import { reviewSale } from './review-sale.ts';
import { type SigningView, signingView } from './signing-view.ts';
import type { SpellOrder } from './spell-order.ts';
import type { Discrepancy, SpellReview } from './spell-review.ts';

/**
 * Reads what a transaction does and compares it with what was ordered: its spell and the proof of that, whom it pays,
 * what it takes, what the signer receives. Never throws. Takes some tens of milliseconds: to be run beside the page.
 */
export function reviewSpell(order: SpellOrder): SpellReview {
  let view: SigningView;
  try {
    view = signingView(order);
  } catch (error) {
    return { facts: undefined, discrepancies: [{ code: 'UNREADABLE', detail: messageOf(error) }] };
  }
  try {
    const { network, purpose } = order;
    const reviewed = reviewPurpose(view, purpose, network);
    const { discrepancies, ...money } = reviewMoney(view, reviewed, order);
    const { spell } = view.found;
    return {
      facts: {
        txid: view.tx.txid,
        ...money,
        periods: reviewed.periods,
        plan: reviewed.plan,
        proof: spell.mock === true ? 'mock' : 'groth16',
        spellVersion: spell.version,
      },
      discrepancies: [...reviewProof(view, order), ...reviewed.discrepancies, ...discrepancies],
    };
  } catch (error) {
    return { facts: undefined, discrepancies: [{ code: 'UNREADABLE', detail: messageOf(error) }] };
  }
}

function reviewPurpose(
  view: SigningView,
  purpose: SpellOrder['purpose'],
  network: SpellOrder['network'],
): PurposeReview {
  if (purpose.kind === 'plan') return reviewPlan(view, purpose, network);
  if (purpose.kind === 'sale') return reviewSale(view, purpose, network);
  return reviewSubscription(view, purpose, network);
}

function reviewProof({ tx, found }: SigningView, { network }: SpellOrder): Discrepancy[] {
  const verdict = verifySpell(tx, { allowMock: network === 'regtest' });
  const { spell } = found;
  // The inputs and charms that leave for another chain, or for a custodian, are never part of a purchase.
  const leaves = spell.tx.beamedOuts !== undefined || spell.tx.scrolls !== undefined;
  return [
    ...(verdict.valid ? [] : [{ code: 'PROOF', detail: `${verdict.reason}: ${verdict.message}` } as const]),
    ...(leaves ? [{ code: 'OTHER_CHARMS', detail: 'charms leave for elsewhere' } as const] : []),
  ];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
