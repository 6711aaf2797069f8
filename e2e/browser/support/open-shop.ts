import type { Stack } from '@charmbills/ops/stack';
import { createCurrencies, openAccounts, postAlone } from '../../../backend/src/ledger/index.ts';
import { openDatabase } from '../../../backend/src/platform/database/index.ts';
import { FIRST_ADDRESS, TEST_KEY } from '../../../backend/src/rails/bitcoin/testing.ts';
import { type Actor, introduce } from '../../../ops/src/demo/actor.ts';
import { demoWallet } from '../../../ops/src/demo/demo-wallet.ts';

/** The merchant of the demo data, who also takes plain bitcoin, and its subscriber. */
export interface Shop {
  readonly merchantId: string;
  /** Of the plan that is minted. */
  readonly tokenPlanId: string;
  readonly owner: Actor;
  readonly subscriber: Actor;
  readonly customerId: string;
  /** Writes and opens an invoice to the subscriber, and gives its id. */
  writeInvoice(currency: string, unitAmount: string): Promise<string>;
  /** Puts money into the subscriber's wallet. */
  fundBalance(currency: string, amount: bigint): Promise<void>;
}

interface Nodes {
  readonly nodes: readonly { readonly id: string }[];
}

/** Opens the shop of a stack with the demo data. */
export async function openShop(stack: Stack): Promise<Shop> {
  const owner = await introduce(stack, 'Mara', demoWallet('merchant'), []);
  const subscriber = await introduce(stack, 'Sol', demoWallet('subscriber'), []);
  const me = await owner.api.request<{ merchants: readonly { id: string }[] }>('{ me { merchants { id } } }');
  const merchantId = me.merchants[0]?.id ?? '';
  const first = async (field: string) => {
    const { nodes } = await owner.api.request<Nodes>(
      `query ($m: ID!) { ${field}(merchantId: $m, first: 1) { nodes { id } } }`,
      { m: merchantId },
    );
    return nodes[0]?.id ?? '';
  };
  await owner.api.request(
    'mutation ($input: SetReceivingKeyInput!) { setReceivingKey(input: $input) { scanned: gapLimit } }',
    {
      input: { merchantId, key: TEST_KEY, firstAddress: FIRST_ADDRESS },
    },
  );
  const [tokenPlanId, customerId] = await Promise.all([first('plans'), first('customers')]);
  let funded = 0;
  return {
    merchantId,
    tokenPlanId,
    owner,
    subscriber,
    customerId,
    async writeInvoice(currency, unitAmount) {
      const { id } = await owner.api.request<{ id: string }>(
        'mutation ($input: CreateInvoiceInput!) { createInvoice(input: $input) { id } }',
        {
          input: {
            merchantId,
            customerId,
            currency,
            items: [{ description: 'Two bags of beans', unitAmount }],
          },
        },
      );
      await owner.api.request('mutation ($id: ID!) { openInvoice(invoiceId: $id) { id } }', { id });
      return id;
    },
    async fundBalance(currency, amount) {
      const { id } = await subscriber.api.request<{ id: string }>('{ me { id } }');
      const database = openDatabase({ url: stack.databaseUrl, poolSize: 1 });
      try {
        const now = new Date();
        const [world, wallet] = await database.transaction((tx) =>
          openAccounts(tx, { currencies: createCurrencies(), now }, [
            { owner: { kind: 'platform', id: 'test' }, kind: 'world', currency, floor: null },
            { owner: { kind: 'person', id }, kind: 'wallet', currency },
          ]),
        );
        const movement = { from: world?.id ?? '', to: wallet?.id ?? '', amount, currency };
        await postAlone(database, now, [
          { key: `test:fund:${++funded}`, kind: 'deposit', movements: [{ action: 'transfer', ...movement }] },
        ]);
      } finally {
        await database.close();
      }
    },
  };
}
