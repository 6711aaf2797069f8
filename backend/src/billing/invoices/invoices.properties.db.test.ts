import { createTestDatabase, type TestDatabase } from '@charmbills/ops/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppError } from '../../platform/errors/index.ts';
import { adjustCredit } from '../credit/adjust-credit.ts';
import { useCredit } from '../credit/use-credit.ts';
import { createCreditNote } from '../credit-notes/create-credit-note.ts';
import { createRefund } from '../refunds/create-refund.ts';
import { cancelRefund, sendRefund } from '../refunds/send-refund.ts';
import { createTestBilling, type TestBilling } from '../testing.ts';
import { markInvoiceUncollectible, voidInvoice } from './close-invoice.ts';
import { createTestInvoices, type TestInvoices, type TestPayment } from './testing.ts';

let testDatabase: TestDatabase;
let billing: TestBilling;
let invoices: TestInvoices;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  billing = await createTestBilling(testDatabase.url);
  invoices = createTestInvoices(billing);
});
afterAll(async () => {
  await invoices.requireSound();
  await billing.database.close();
  await testDatabase.drop();
});

const TXID = 'cd'.repeat(32);
const amount = fc.bigInt({ min: 1n, max: 15_000n });
const pick = fc.nat({ max: 7 });
const command = fc.oneof(
  fc.record({ do: fc.constant('open' as const), amount }),
  fc.record({ do: fc.constant('pay' as const), pick, amount, onChain: fc.boolean() }),
  fc.record({ do: fc.constant('unconfirm' as const), pick }),
  fc.record({ do: fc.constant('settle' as const), pick }),
  fc.record({ do: fc.constant('note' as const), pick, amount, back: fc.boolean() }),
  fc.record({ do: fc.constant('refund' as const), pick, amount }),
  fc.record({ do: fc.constant('send' as const), pick }),
  fc.record({ do: fc.constant('cancel' as const), pick }),
  fc.record({ do: fc.constant('void' as const), pick }),
  fc.record({ do: fc.constant('give up' as const), pick }),
  fc.record({ do: fc.constant('credit' as const), amount, less: fc.boolean() }),
  fc.record({ do: fc.constant('use' as const), pick }),
);
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

interface World {
  readonly customerId: string;
  readonly opened: string[];
  readonly payments: (TestPayment & { readonly paymentId: string })[];
}

async function run(world: World, step: Command): Promise<void> {
  const { services } = invoices;
  const { merchant, database } = billing;
  const { customerId, opened, payments } = world;
  if (step.do === 'open') {
    opened.push(await invoices.newInvoice(customerId, step.amount, 'BTC'));
    return;
  }
  if (step.do === 'credit') {
    const change = step.less ? -step.amount : step.amount;
    await adjustCredit(services, merchant, { customerId, amount: change, currency: 'BTC', reason: 'x' });
    return;
  }
  if (step.do === 'send' || step.do === 'cancel') {
    const refunds = await database.client.refund.findMany({ where: { status: 'requested' } });
    const refund = refunds[step.pick % Math.max(1, refunds.length)];
    if (refund === undefined) return;
    if (step.do === 'send') await sendRefund(services, merchant, refund.id, TXID);
    else await cancelRefund(services, merchant, refund.id);
    return;
  }
  if (step.do === 'unconfirm' || step.do === 'settle' || step.do === 'refund') {
    const payment = payments[step.pick % Math.max(1, payments.length)];
    if (payment === undefined) return;
    const { paymentId } = payment;
    if (step.do === 'unconfirm') await invoices.report('unconfirmed', payment);
    else if (step.do === 'settle') await invoices.report('settled', payment);
    else await createRefund(services, merchant, { paymentId, amount: step.amount, reason: 'x' });
    return;
  }
  const invoiceId = opened[step.pick % Math.max(1, opened.length)];
  if (invoiceId === undefined) return;
  const reason = 'x';
  if (step.do === 'pay') {
    payments.push(await invoices.pay(invoiceId, step.amount, step.onChain ? 'bitcoin' : 'balance'));
  } else if (step.do === 'note') {
    const destination = step.back ? 'refund' : 'credit';
    await createCreditNote(services, merchant, { invoiceId, amount: step.amount, reason, destination });
  } else if (step.do === 'void') await voidInvoice(services, merchant, invoiceId);
  else if (step.do === 'give up') await markInvoiceUncollectible(services, merchant, invoiceId);
  else await useCredit(services, billing.owner, invoiceId);
}

/** The balance of all accounts of a kind. */
async function balanceOf(kind: string): Promise<bigint> {
  const [row] = await billing.database.client.$queryRaw<{ sum: string }[]>`
    SELECT coalesce(sum(balance), 0)::text AS sum FROM ledger_accounts WHERE kind = ${kind} AND currency = 'BTC'`;
  return BigInt(row?.sum ?? 0);
}

async function requireConsistent({ opened, customerId }: World): Promise<void> {
  const { client } = billing.database;
  const units = (value: { toFixed(): string }) => BigInt(value.toFixed());
  const sum = (values: readonly { toFixed(): string }[]) =>
    values.reduce((total, value) => total + units(value), 0n);
  for (const id of opened) {
    const invoice = await client.invoice.findUniqueOrThrow({
      where: { id },
      include: { payments: { where: { status: 'settled' } }, creditNotes: true },
    });
    const [total, credit, noted, paid] = [invoice.total, invoice.credit, invoice.noted, invoice.paid].map(
      units,
    );
    if (total === undefined || credit === undefined || noted === undefined || paid === undefined) return;
    expect(paid).toBe(sum(invoice.payments.map((payment) => payment.invoiceAmount ?? payment.amount)));
    expect(noted).toBe(sum(invoice.creditNotes.map((note) => note.amount)));
    const excess = paid + credit + noted - total;
    const isPaid = invoice.status === 'paid';
    expect(isPaid || excess < 0n).toBe(true);
    expect(units(invoice.overpaid)).toBe(isPaid && excess > 0n ? excess : 0n);
  }
  const { balance, locked } = await invoices.creditOf(customerId, 'BTC');
  expect(locked >= 0n && balance >= locked).toBe(true);
  const settled = sum(
    (await client.payment.findMany({ where: { status: 'settled' } })).map((each) => each.amount),
  );
  const sent = sum((await client.refund.findMany({ where: { status: 'sent' } })).map((each) => each.amount));
  expect(await balanceOf('revenue')).toBe(settled - sent - (await balanceOf('credit')));
  for (const payment of await client.payment.findMany({ include: { refunds: true } })) {
    const refunded = sum(
      payment.refunds.filter(({ status }) => status !== 'canceled').map((each) => each.amount),
    );
    expect(refunded <= units(payment.amount)).toBe(true);
  }
}

test('whatever happens in whatever order, the books agree with invoices, payments and credit', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 8, maxLength: 30 }), async (steps) => {
      const { customerId } = await invoices.newCustomer();
      const world: World = { customerId, opened: [], payments: [] };
      await run(world, { do: 'open', amount: 10_000n });
      for (const step of steps) {
        await run(world, step).catch((error: unknown) => {
          // Refused for a reason that has a name; anything else is a mistake.
          if (!(error instanceof AppError)) throw error;
        });
      }
      await requireConsistent(world);
    }),
    { numRuns: 60 },
  );
}, 120_000);
