import { type Actor, type Narrate, sign, TRANSACTION, type TransactionView } from './actor.ts';

export interface PlanOffer {
  readonly name: string;
  readonly priceSats: bigint;
  readonly interval: { readonly unit: 'DAY' | 'WEEK' | 'MONTH' | 'YEAR'; readonly count: number };
}

/** Founds a merchant and gives its id. */
export async function createMerchant(owner: Actor, name: string): Promise<string> {
  const { id } = await owner.api.request<{ id: string }>(
    'mutation ($name: String!, $contact: String) { createMerchant(name: $name, supportContact: $contact) { id } }',
    { name, contact: 'support@coffee.example' },
  );
  return id;
}

/** Writes a draft and gives its id. */
export async function createPlan(owner: Actor, merchantId: string, offer: PlanOffer): Promise<string> {
  const { id } = await owner.api.request<{ id: string }>(
    'mutation ($input: CreatePlanInput!) { createPlan(input: $input) { id } }',
    { input: { ...offer, merchantId, priceSats: offer.priceSats.toString() } },
  );
  return id;
}

/** Mints a plan, signed by its owner, mines the block that confirms it and waits until the plan is on sale. */
export async function mintPlan(
  owner: Actor,
  planId: string,
  mine: () => Promise<unknown>,
  narrate: Narrate,
): Promise<TransactionView & { txid: string }> {
  const { transaction } = await owner.api.request<{ transaction: TransactionView }>(
    `mutation ($planId: ID!) { mintPlan(planId: $planId) { transaction ${TRANSACTION} } }`,
    { planId },
  );
  const sent = await sign(owner, transaction.id, narrate);
  await mine();
  await owner.api.waitFor<{ status: string }>(
    'subscription ($planId: ID!) { planUpdated(planId: $planId) { status } }',
    { planId },
    ({ status }) => status === 'ACTIVE',
  );
  return sent;
}
