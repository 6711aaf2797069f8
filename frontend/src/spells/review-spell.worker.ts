import { reviewSpell } from './review-spell.ts';
import type { SpellOrder } from './spell-order.ts';

addEventListener('message', ({ data }: MessageEvent<SpellOrder>) => {
  postMessage(reviewSpell(data));
});
