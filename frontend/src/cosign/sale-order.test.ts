import { expect, test } from 'vitest';
import type { SaleToSignFragment } from './cosign.generated.ts';
import { saleOrder } from './sale-order.ts';

const sale: SaleToSignFragment = {
  id: 'tx',
  amountSats: '75000',
  periods: 3,
  planNft: `${'11'.repeat(32)}:2`,
  signBefore: null,
  cosignPsbt: 'psbt',
  createdAt: '2027-01-01T00:00:00.000Z',
  plan: {
    id: 'plan',
    name: 'Few',
    payoutAddress: 'payout',
    supplyLimit: '10',
    price: { amount: '25000', currency: 'BTC', floorSats: null },
    onChain: { planApp: 'n/a/b', subscriptionApp: 't/a/b' },
  },
  subscription: null,
};

test('a sale is compared with what the merchant is told of it', () => {
  expect(saleOrder(sale, 'holder', 'regtest')).toEqual({
    psbt: 'psbt',
    network: 'regtest',
    signerAddress: 'holder',
    purpose: {
      kind: 'sale',
      planApp: 'n/a/b',
      subscriptionApp: 't/a/b',
      nft: `${'11'.repeat(32)}:2`,
      name: 'Few',
      priceSats: 25_000n,
      payoutAddress: 'payout',
      paySats: 75_000n,
      periods: 3n,
      supplyLeft: 10n,
    },
  });
});

test('the floor is the price of a plan that is not priced in bitcoin', () => {
  const plan = sale.plan && { ...sale.plan, price: { amount: '1200', currency: 'USD', floorSats: '20000' } };
  expect(saleOrder({ ...sale, plan }, 'holder', 'regtest')?.purpose).toMatchObject({ priceSats: 20_000n });
});

test.each([
  { cosignPsbt: null },
  { periods: null },
  { planNft: null },
  { plan: null },
  { plan: sale.plan && { ...sale.plan, supplyLimit: null } },
  { plan: sale.plan && { ...sale.plan, onChain: null } },
])('nothing is signed of a sale that is not told whole: %o', (change) => {
  expect(saleOrder({ ...sale, ...change }, 'holder', 'regtest')).toBeUndefined();
});
