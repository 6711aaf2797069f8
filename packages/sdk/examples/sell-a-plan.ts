import { CharmBillsError, CreatePlan, createClient, Entitlement, Plans } from '@charmbills/sdk';

const { CHARMBILLS_URL = 'http://localhost:3002/graphql', CHARMBILLS_API_KEY = '' } = process.env;
const [merchantId = '', payoutAddress = ''] = process.argv.slice(2);
const client = createClient({ url: CHARMBILLS_URL, token: CHARMBILLS_API_KEY });

// Asked twice under one key, a plan is made once.
const input = {
  merchantId,
  name: 'Reader',
  priceSats: '25000',
  interval: { unit: 'MONTH', count: 1 },
  payoutAddress,
} as const;
const { createPlan } = await client.request(CreatePlan, { input, idempotencyKey: 'reader-plan' });
console.log(`${createPlan.name}: ${createPlan.price.amount} sats, ${createPlan.status}`);

// Lists are pages.
for (let after: string | null = null; ; ) {
  const { plans }: Awaited<ReturnType<typeof page>> = await page(after);
  for (const { id, name } of plans.nodes) console.log(id, name);
  if (!plans.pageInfo.hasNextPage) break;
  after = plans.pageInfo.endCursor;
}
function page(after: string | null) {
  return client.request(Plans, { merchantId, first: 50, after });
}

// Who may come in?
const { entitlement } = await client.request(Entitlement, { merchantId, address: payoutAddress });
console.log(entitlement.active ? 'welcome' : 'not subscribed');

// Errors have codes that stay.
try {
  await client.request(CreatePlan, { input: { ...input, priceSats: '1' } });
} catch (error) {
  if (!(error instanceof CharmBillsError) || error.code !== 'INVALID_INPUT') throw error;
  console.log(`refused: ${error.message}`);
}
