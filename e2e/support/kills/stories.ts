import type { StubbornClient } from './client.ts';

/** Who plays. */
export interface Stage {
  readonly alice: StubbornClient;
  readonly bob: StubbornClient;
  readonly operator: StubbornClient;
}

/** Each moves money in one way, as far as its people do it; `name` makes its keys. */
export const STORIES: Readonly<Record<string, (stage: Stage, name: string) => Promise<void>>> = {
  async deposit({ alice }, name) {
    const input = { asset: 'usdc', amount: '25000000', idempotencyKey: name };
    await alice.ask('mutation ($input: CreateDepositInput!) { createDeposit(input: $input) { id } }', {
      input,
    });
  },

  async withdrawal({ bob, operator }, name) {
    const input = {
      asset: 'usdc',
      amount: '3000000',
      address: `0x${'a'.repeat(40)}`,
      idempotencyKey: name,
    };
    const { id } = await bob.ask(
      'mutation ($input: RequestWithdrawalInput!) { requestWithdrawal(input: $input) { id } }',
      { input },
    );
    await operator.ask('mutation ($id: ID!) { approveWithdrawal(withdrawalId: $id) { status } }', { id });
  },

  async trade({ alice, bob }, name) {
    const offer = {
      currency: 'BTC',
      amount: '20000',
      minAmount: '1',
      maxAmount: '20000',
      priceCurrency: 'EUR',
      unitPrice: '60000',
      paymentMethods: ['SEPA'],
    };
    const { id: offerId } = await bob.ask(
      'mutation ($offer: CreateP2pOfferInput!, $key: String!) { createP2pOffer(input: $offer, idempotencyKey: $key) { id } }',
      { offer, key: `${name}-offer` },
    );
    const { id } = await alice.ask(
      `mutation ($offerId: ID!, $key: String!) {
        openP2pTrade(offerId: $offerId, amount: "20000", paymentMethod: "SEPA", idempotencyKey: $key) { id }
      }`,
      { offerId, key: `${name}-open` },
    );
    await alice.ask(
      'mutation ($id: ID!, $key: String!) { markP2pTradePaid(tradeId: $id, reference: "x", idempotencyKey: $key) { id } }',
      { id, key: `${name}-paid` },
    );
    await bob.ask(
      'mutation ($id: ID!, $key: String!) { releaseP2pTrade(tradeId: $id, idempotencyKey: $key) { id } }',
      { id, key: `${name}-release` },
    );
    await bob.ask('mutation ($offerId: ID!) { closeP2pOffer(offerId: $offerId) { id } }', { offerId });
  },

  async swap({ alice }, name) {
    const input = { fromCurrency: 'BTC', toCurrency: 'USDC', payAmount: '12345' };
    const { id } = await alice.ask(
      'mutation ($input: ExchangeRequest!) { quoteSwap(input: $input) { id } }',
      {
        input,
      },
    );
    await alice.ask(
      'mutation ($id: ID!, $key: String!) { acceptSwap(quoteId: $id, idempotencyKey: $key) { id } }',
      {
        id,
        key: name,
      },
    );
  },

  async expressBuy({ bob }, name) {
    const input = { fromCurrency: 'EUR', toCurrency: 'BTC', payAmount: '5000' };
    const { id } = await bob.ask(
      'mutation ($input: ExchangeRequest!) { quoteExpressBuy(input: $input) { id } }',
      { input },
    );
    await bob.ask(
      'mutation ($id: ID!, $key: String!) { orderExpressBuy(id: $id, idempotencyKey: $key) { id } }',
      {
        id,
        key: name,
      },
    );
  },

  async savings({ alice, bob }, name) {
    const move = (verb: string, amount: string) =>
      `mutation ($key: String!) { ${verb}(currency: "USDC", amount: "${amount}", idempotencyKey: $key) { id } }`;
    await Promise.all([
      alice.ask(move('depositSavings', '700000'), { key: `${name}-in` }),
      bob.ask(move('depositSavings', '900000'), { key: `${name}-in` }),
    ]);
    await bob.ask(move('withdrawSavings', '300000'), { key: `${name}-out` });
  },
};
