import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ratio } from '../../platform/money/index.ts';
import { appliedRate, exchangedAmount, spreadAmount } from './exchange-terms.ts';
import { type ExchangeBasis, priceExchange } from './price-exchange.ts';
import { AmountTooSmallError } from './pricing.errors.ts';
import { fromTerms, toTerms } from './stored-terms.ts';

const part = fc.bigInt({ min: 1n, max: 10n ** 30n });
const bps = fc.integer({ min: 0, max: 5_000 });
const decimals = fc.integer({ min: 0, max: 18 });
const basis: fc.Arbitrary<ExchangeBasis> = fc.record({
  from: decimals.map((each) => ({ code: 'AAA', decimals: each })),
  to: decimals.map((each) => ({ code: 'BBB', decimals: each })),
  midRate: fc.tuple(part, part).map(([n, d]) => ratio(n, d)),
  feeBps: bps,
  spreadBps: bps,
});
const amount = fc.oneof(fc.bigInt({ min: 1n, max: 1_000n }), fc.bigInt({ min: 1n, max: 10n ** 36n }));

/** Terms, or none where nothing would be paid out. */
function price(of: ExchangeBasis, given: bigint) {
  try {
    return priceExchange(of, { given });
  } catch (error) {
    if (error instanceof AmountTooSmallError) return undefined;
    throw error;
  }
}

/** Whether a payment is worth at least what is received, at a rate, without any rounding. */
function covers(of: ExchangeBasis, exchanged: bigint, received: bigint, rate = of.midRate): boolean {
  const left = exchanged * rate.numerator * 10n ** BigInt(of.to.decimals);
  return left >= received * rate.denominator * 10n ** BigInt(of.from.decimals);
}

test('nobody gets more than the mid rate gives, and the parts add up', () => {
  fc.assert(
    fc.property(basis, amount, (of, given) => {
      const terms = price(of, given);
      if (terms === undefined) return;
      expect(terms.payAmount).toBe(given);
      expect(terms.feeAmount + exchangedAmount(terms)).toBe(terms.payAmount);
      expect(spreadAmount(terms) + terms.receiveAmount).toBe(terms.midAmount);
      expect(spreadAmount(terms)).toBeGreaterThanOrEqual(0n);
      expect(covers(of, exchangedAmount(terms), terms.midAmount)).toBe(true);
      expect(covers(of, exchangedAmount(terms), terms.receiveAmount, appliedRate(of))).toBe(true);
      // One more would not be covered: nothing is kept beyond what is said.
      expect(covers(of, exchangedAmount(terms), terms.receiveAmount + 1n, appliedRate(of))).toBe(false);
      expect(terms.feeAmount * 10_000n).toBeGreaterThanOrEqual(given * BigInt(of.feeBps));
      expect((terms.feeAmount - 1n) * 10_000n).toBeLessThan(given * BigInt(of.feeBps));
    }),
    { numRuns: 500 },
  );
});

test('ten thousand swaps of dust back and forth gain nothing, whatever the rate, without fee and spread too', () => {
  const free = fc.constantFrom(0, 0, 1, 25);
  const terms = fc.tuple(basis, free, free, fc.array(fc.nat(1_000), { minLength: 1, maxLength: 50 }));
  fc.assert(
    fc.property(terms, ([of, feeBps, spreadBps, shares]) => {
      const there = { ...of, feeBps, spreadBps };
      const back = {
        ...there,
        from: of.to,
        to: of.from,
        midRate: ratio(of.midRate.denominator, of.midRate.numerator),
      };
      let [held, other] = [1_000n, 0n];
      for (let swap = 0; swap < 10_000; swap++) {
        const isThere = swap % 2 === 0;
        const given = ((isThere ? held : other) * BigInt((shares[swap % shares.length] ?? 0) + 1)) / 1_000n;
        const done = given > 0n ? price(isThere ? there : back, given) : undefined;
        if (done === undefined) continue;
        held += isThere ? -done.payAmount : done.receiveAmount;
        other += isThere ? done.receiveAmount : -done.payAmount;
      }
      // What is held of the other is worth no more than what it was bought for.
      expect(held <= 1_000n && covers(of, 1_000n - held, other)).toBe(true);
    }),
    { numRuns: 20 },
  );
});

test('who wants an amount gets exactly that, for the least that covers it', () => {
  fc.assert(
    fc.property(basis, amount, (of, wanted) => {
      const terms = priceExchange(of, { wanted });
      expect(terms.receiveAmount).toBe(wanted);
      expect(terms.feeAmount + exchangedAmount(terms)).toBe(terms.payAmount);
      expect(spreadAmount(terms)).toBeGreaterThanOrEqual(0n);
      expect(covers(of, exchangedAmount(terms), wanted, appliedRate(of))).toBe(true);
      const same = price(of, terms.payAmount);
      expect(same?.receiveAmount).toBeGreaterThanOrEqual(wanted);
      const less = price(of, terms.payAmount - 1n);
      expect(less?.receiveAmount ?? 0n).toBeLessThan(wanted);
    }),
    { numRuns: 500 },
  );
});

test('terms are stored and read without a change', () => {
  fc.assert(
    fc.property(basis, amount, (of, wanted) => {
      const terms = priceExchange(of, { wanted });
      const stored = fromTerms(terms);
      const numeric = (text: string) => ({ toFixed: () => text });
      expect(
        toTerms({
          ...stored,
          payAmount: numeric(stored.payAmount),
          feeAmount: numeric(stored.feeAmount),
          midAmount: numeric(stored.midAmount),
          receiveAmount: numeric(stored.receiveAmount),
        }),
      ).toEqual(terms);
    }),
  );
});

const btcToUsdc: ExchangeBasis = {
  from: { code: 'BTC', decimals: 8 },
  to: { code: 'USDC', decimals: 6 },
  midRate: ratio(100_000n, 1n),
  feeBps: 25,
  spreadBps: 50,
};

test('a tenth of a bitcoin at 100 000, a fee of 0.25 % and a spread of 0.5 %', () => {
  const terms = priceExchange(btcToUsdc, { given: 10_000_000n });
  expect(terms).toMatchObject({
    feeAmount: 25_000n,
    midAmount: 9_975_000_000n,
    receiveAmount: 9_925_125_000n,
  });
  expect(spreadAmount(terms)).toBe(49_875_000n);
  expect(appliedRate(terms)).toEqual(ratio(99_500n, 1n));
});

test('dust that would pay out nothing is refused', () => {
  expect(() => priceExchange(btcToUsdc, { given: 1n })).toThrow(AmountTooSmallError);
  const toCents = { ...btcToUsdc, to: { code: 'USD', decimals: 2 }, from: { code: 'ETH', decimals: 18 } };
  expect(() => priceExchange(toCents, { given: 1_000n })).toThrow(AmountTooSmallError);
});
