import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextQuoteStatus, SWAP_QUOTE_STATUSES, type SwapQuoteInput, statusAt } from './swap-quote.ts';

test('in any order of events a quote is used once at most, and never after its time', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom<SwapQuoteInput>('accept', 'run_out')), (inputs) => {
      let status: (typeof SWAP_QUOTE_STATUSES)[number] = 'open';
      let accepted = 0;
      for (const input of inputs) {
        const next = nextQuoteStatus(status, input);
        if (next === undefined) continue;
        if (input === 'accept') accepted++;
        status = next;
      }
      const isInTime = inputs[0] === 'accept';
      expect(accepted).toBe(isInTime ? 1 : 0);
      expect(status).toBe(inputs.length === 0 ? 'open' : isInTime ? 'used' : 'expired');
    }),
  );
});

test('a quote is open until the instant it expires, and what is used stays so', () => {
  const expiresAt = new Date('2026-03-01T10:00:15Z');
  expect(statusAt('open', { expiresAt }, new Date('2026-03-01T10:00:14.999Z'))).toBe('open');
  expect(statusAt('open', { expiresAt }, expiresAt)).toBe('expired');
  expect(statusAt('used', { expiresAt }, expiresAt)).toBe('used');
});
