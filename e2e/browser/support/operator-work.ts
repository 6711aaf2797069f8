import { setTimeout as pause } from 'node:timers/promises';
import { grantOperator } from '../../../backend/src/identity/index.ts';
import { systemClock } from '../../../backend/src/platform/clock.ts';
import { openDatabase } from '../../../backend/src/platform/database/index.ts';
import { type Actor, introduce } from '../../../ops/src/demo/actor.ts';
import { createDevWallet, type DevWallet } from '../../../ops/src/demo/wallet.ts';
import type { StackParts } from '../../../ops/src/stack/stack-parts.ts';

/** Where withdrawals go to in tests. */
const ADDRESS = `0x${'a'.repeat(40)}`;
const PATIENCE_MS = 60_000;

interface SimulatedPayment {
  readonly id: string;
  readonly orderId: string;
}

/** Somebody new with so many units (millionths) of USDC in their wallet, which came by the simulated provider. */
export async function personWithUsdc(stack: StackParts, name: string, units: bigint): Promise<Actor> {
  const person = await introduce(stack, name, createDevWallet(), []);
  const deposit = await openDeposit(stack, person, units);
  await control(stack, 'nowpayments/pay', [deposit.paymentId]);
  await until(`${name} has the money`, async () => {
    const { status } = await person.api.request<{ status: string }>(
      'query ($id: ID!) { deposit(id: $id) { status } }',
      { id: deposit.id },
    );
    return status === 'COMPLETED';
  });
  return person;
}

/** Asks for USDC (millionths) to be sent out. */
export async function askForWithdrawal({ api }: Actor, units: bigint, key: string): Promise<string> {
  const { id } = await api.request<{ id: string }>(
    'mutation ($input: RequestWithdrawalInput!) { requestWithdrawal(input: $input) { id } }',
    { input: { asset: 'usdc', amount: String(units), address: ADDRESS, idempotencyKey: key } },
  );
  return id;
}

/** A trade of USDC for euros that its buyer has paid, as they say, and its seller disputes. */
export async function disputedTrade(seller: Actor, buyer: Actor): Promise<string> {
  const offer = {
    currency: 'USDC',
    amount: '20000000',
    minAmount: '1000000',
    maxAmount: '20000000',
    priceCurrency: 'EUR',
    unitPrice: '0.92',
    paymentMethods: ['SEPA'],
  };
  const { id: offerId } = await seller.api.request<{ id: string }>(
    'mutation ($offer: CreateP2pOfferInput!) { createP2pOffer(input: $offer, idempotencyKey: "offer") { id } }',
    { offer },
  );
  const { id: tradeId } = await buyer.api.request<{ id: string }>(
    `mutation ($offerId: ID!) {
      openP2pTrade(offerId: $offerId, amount: "20000000", paymentMethod: "SEPA", idempotencyKey: "open") { id }
    }`,
    { offerId },
  );
  const step = ({ api }: Actor, name: string, more: string) =>
    api.request(
      `mutation ($tradeId: ID!) { ${name}(tradeId: $tradeId, idempotencyKey: "${name}", ${more}) { id } }`,
      { tradeId },
    );
  await step(seller, 'sendP2pMessage', 'text: "Please pay to DE02 1203 0000 0000 2020 51."');
  await step(buyer, 'markP2pTradePaid', 'reference: "Invoice 4711"');
  await step(buyer, 'sendP2pMessage', 'text: "Sent an hour ago."');
  await step(
    seller,
    'disputeP2pTrade',
    'reason: "Nothing has arrived.", evidence: "The statement of my account shows no entry from today."',
  );
  return tradeId;
}

/** A payment in another asset than was asked for: it waits for an operator. */
export async function paymentInAWrongAsset(stack: StackParts, person: Actor): Promise<void> {
  const { paymentId } = await openDeposit(stack, person, 30_000_000n);
  await control(stack, 'nowpayments/payWrongAsset', [paymentId, { currency: 'trx', amount: '5' }]);
}

/** Money on the platform's bank account that belongs to no purchase. */
export async function strayBankEntry(stack: StackParts, reference: string): Promise<void> {
  await control(stack, 'bank/receive', [{ reference, amount: '12.50', currency: 'EUR' }]);
}

/** The provider of payouts breaks off the next order, and does nothing about it: nobody knows what became of it. */
export async function losePayoutOrder(stack: StackParts): Promise<void> {
  await control(stack, 'nowpayments/fault', ['POST /payout', 'drop']);
}

/** Makes somebody an operator, and signs them in. */
export async function newOperator(stack: StackParts, wallet: DevWallet = createDevWallet()): Promise<Actor> {
  await withDatabase(stack, (database) =>
    grantOperator({ database, clock: systemClock, config: { BITCOIN_NETWORK: 'regtest' } }, wallet.address),
  );
  return introduce(stack, 'operator', wallet, []);
}

/** A job of a queue that has run out of tries, as the queue itself lays it aside. */
export async function deadJob(stack: StackParts, queue: string, said: string): Promise<void> {
  await withDatabase(stack, (database) =>
    database.pool.query(
      `INSERT INTO pgboss.job (name, data, source_name, source_id, source_created_on, source_retry_count, source_output)
       VALUES ($1, '{}', $3, gen_random_uuid(), now() - interval '20 minutes', 5, $2)`,
      [`${queue}.dead`, JSON.stringify({ name: 'Error', message: said }), queue],
    ),
  );
}

async function withDatabase<T>(
  { databaseUrl }: StackParts,
  work: (database: ReturnType<typeof openDatabase>) => Promise<T>,
): Promise<T> {
  const database = openDatabase({ url: databaseUrl, poolSize: 2 });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

async function openDeposit(stack: StackParts, { api }: Actor, units: bigint) {
  const { id } = await api.request<{ id: string }>(
    'mutation ($input: CreateDepositInput!) { createDeposit(input: $input) { id } }',
    { input: { asset: 'usdc', amount: String(units), idempotencyKey: `deposit-${units}` } },
  );
  const payments = await fetch(`${stack.simulatorControlUrl}/nowpayments/payments`);
  const payment = ((await payments.json()) as SimulatedPayment[]).find(({ orderId }) => orderId === id);
  if (payment === undefined) throw new Error(`the provider knows nothing of deposit ${id}`);
  return { id, paymentId: payment.id };
}

async function control(stack: StackParts, what: string, args: readonly unknown[]): Promise<void> {
  const { ok, status } = await fetch(`${stack.simulatorControlUrl}/${what}`, {
    method: 'POST',
    body: JSON.stringify(args),
  });
  if (!ok) throw new Error(`the simulators answered ${status} to ${what}`);
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`it did not come about that ${what}`);
    await pause(100);
  }
}
