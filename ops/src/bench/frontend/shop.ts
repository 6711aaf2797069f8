import { FIRST_ADDRESS, TEST_KEY } from '../../../../backend/src/rails/bitcoin/testing.ts';
import { type Actor, introduce } from '../../demo/actor.ts';
import { openSession } from '../../demo/api-client.ts';
import { demoWallet } from '../../demo/demo-wallet.ts';
import type { StackParts } from '../../stack/stack-parts.ts';

/** Wallets of the demo data. */
export type WalletName = 'merchant' | 'subscriber' | 'operator';

/** What the pages show: the demo data, whose merchant takes plain bitcoin too, and an invoice that waits to be paid. */
export interface Shop {
  readonly merchantId: string;
  readonly planId: string;
  readonly invoiceId: string;
  /** A fresh link into the customer's portal: each works once. */
  portalPath(): Promise<string>;
  /** What the browser of that person keeps of their session. */
  storedSession(name: WalletName): Promise<string>;
}

interface Edges<T> {
  readonly edges: readonly { readonly node: T }[];
}

/** Opens the shop of the demo data. */
export async function openShop(stack: StackParts): Promise<Shop> {
  const owner = await introduce(stack, 'Mara', demoWallet('merchant'), []);
  const { merchants } = await owner.api.request<{ merchants: readonly { id: string }[] }>(
    '{ me { merchants { id } } }',
  );
  const merchantId = only(merchants).id;
  const firstOf = async (field: string) => {
    const found = await owner.api.request<Edges<{ id: string }>>(
      `query ($merchantId: ID!) { ${field}(merchantId: $merchantId, first: 1) { edges { node { id } } } }`,
      { merchantId },
    );
    return only(found.edges).node.id;
  };
  const customerId = await firstOf('customers');
  await owner.api.request(
    'mutation ($input: SetReceivingKeyInput!) { setReceivingKey(input: $input) { scanned: gapLimit } }',
    { input: { merchantId, key: TEST_KEY, firstAddress: FIRST_ADDRESS } },
  );
  return {
    merchantId,
    planId: await firstOf('plans'),
    invoiceId: await writeInvoice(owner, merchantId, customerId),
    async portalPath() {
      const { url } = await owner.api.request<{ url: string }>(
        `mutation ($merchantId: ID!, $customerId: ID!) {
          createPortalSession(merchantId: $merchantId, customerId: $customerId) { url }
        }`,
        { merchantId, customerId },
      );
      const { pathname, search, hash } = new URL(url);
      return `${pathname}${search}${hash}`;
    },
    storedSession: (name) => storedSession(stack.graphqlUrl, name),
  };
}

async function writeInvoice(owner: Actor, merchantId: string, customerId: string): Promise<string> {
  const { id } = await owner.api.request<{ id: string }>(
    'mutation ($input: CreateInvoiceInput!) { createInvoice(input: $input) { id } }',
    {
      input: {
        merchantId,
        customerId,
        currency: 'BTC',
        items: [{ description: 'Two bags of beans', quantity: 2, unitAmount: '25000' }],
      },
    },
  );
  await owner.api.request('mutation ($id: ID!) { openInvoice(invoiceId: $id) { id } }', { id });
  return id;
}

/** Signs in as a page does, and writes the session as a page keeps it (frontend/src/session). */
async function storedSession(graphqlUrl: string, name: WalletName): Promise<string> {
  const wallet = demoWallet(name);
  const { token, expiresAt } = await openSession(graphqlUrl, wallet);
  return JSON.stringify({ token, expiresAt, address: wallet.address });
}

function only<T>([first]: readonly T[]): T {
  if (first === undefined) throw new Error('the demo data is not whole');
  return first;
}
