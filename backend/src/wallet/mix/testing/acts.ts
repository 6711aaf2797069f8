import fc from 'fast-check';
import { sealPostings } from '../../../ledger/index.ts';
import { applyDepositReport } from '../../deposits/apply-report.ts';
import { createDeposit } from '../../deposits/create-deposit.ts';
import { followDeposits } from '../../deposits/follow-deposits.ts';
import { resolveDepositReview } from '../../deposits/resolve-review.ts';
import { expireExpressBuys } from '../../express-buy/expire-express-buys.ts';
import { openCollections } from '../../express-buy/open-collection.ts';
import { orderExpressBuy } from '../../express-buy/order-express-buy.ts';
import type { FiatLine } from '../../express-buy/ports.ts';
import { quoteExpressBuy } from '../../express-buy/quote-express-buy.ts';
import { readStatements, receiveFiatNotification } from '../../express-buy/receive-lines.ts';
import { type EntryResolution, resolveEntry } from '../../express-buy/resolve-entry.ts';
import { settlePendingEntries } from '../../express-buy/settle-entries.ts';
import { stepsOn } from '../../p2p/testing.ts';
import { createReferralCode } from '../../referrals/create-referral-code.ts';
import { useReferralCode } from '../../referrals/use-referral-code.ts';
import { accrueInterest } from '../../savings/accrue-interest.ts';
import { moveSavings } from '../../savings/move-savings.ts';
import { acceptSwap } from '../../swaps/accept-swap.ts';
import { quoteSwap } from '../../swaps/quote-swap.ts';
import { decideTreasuryMove } from '../../treasury/decide-treasury-move.ts';
import { recordTreasuryMove } from '../../treasury/record-treasury-move.ts';
import { applyPayoutReport } from '../../withdrawals/apply-payout-report.ts';
import { approveWithdrawal } from '../../withdrawals/approve-withdrawal.ts';
import { cancelWithdrawal } from '../../withdrawals/cancel-withdrawal.ts';
import { reconcileWithdrawal } from '../../withdrawals/reconcile-withdrawal.ts';
import { rejectWithdrawal } from '../../withdrawals/reject-withdrawal.ts';
import { requestWithdrawal } from '../../withdrawals/request-withdrawal.ts';
import { sendWithdrawal } from '../../withdrawals/send-withdrawal.ts';
import { followWithdrawals } from '../../withdrawals/send-withdrawals.job.ts';
import type { PaymentNews } from './deposit-world.ts';
import { CURRENCIES, noteAnswer, request, type World } from './world.ts';

/** Somebody does something, so many times at once, under one of a few keys; what about is taken modulo what there is. */
export interface Act {
  readonly verb: keyof typeof ACTS;
  readonly who: number;
  readonly which: number;
  readonly key: number;
  readonly size: number;
  readonly times: number;
}

const AMOUNTS = { BTC: 1_000_000n, USDC: 500_000_000n, EUR: 50_000n } as const;
const NEWS: readonly PaymentNews[] = ['part', 'whole', 'whole', 'over', 'again', 'refund', 'expire'];

const at = <Value>(values: readonly Value[], index: number): Value => {
  const value = values[index % values.length];
  if (value === undefined) throw new Error('nothing to choose from');
  return value;
};
const person = ({ people }: World, { who }: Act) => at(people, who);
const operator = ({ operators }: World, { who }: Act) => at(operators, who);
const currency = ({ which }: Act) => at(CURRENCIES, which);
const amountIn = (code: keyof typeof AMOUNTS, { size }: Act) =>
  (AMOUNTS[code] * BigInt(size * size + 1)) / 4n + BigInt(size);
const keyOf = ({ name }: World, { verb, key }: Act) => `${name}-${verb}-${key}`;
/** One of those there are, if any. */
async function one(
  ids: readonly string[],
  { which }: Act,
  work: (id: string) => Promise<unknown>,
): Promise<void> {
  if (ids.length > 0) await work(at(ids, which));
}
const remember = (ids: string[], id: string) => {
  if (!ids.includes(id)) ids.push(id);
};

/** Everything that can be asked for, told or due. */
export const ACTS = {
  deposit: async (world: World, act: Act) => {
    const asset = at(world.deposits.provider.assets, act.which);
    const amount = amountIn(asset.currency === 'BTC' ? 'BTC' : 'USDC', act);
    const input = { asset: asset.asset, amount, idempotencyKey: keyOf(world, act) };
    const { depositId } = await createDeposit(world.services, person(world, act), input);
    noteAnswer(world, person(world, act), input.idempotencyKey, depositId);
  },
  payment: async ({ deposits }: World, { which, size }: Act) => deposits.happen(which, at(NEWS, size)),
  depositReport: async ({ services, deposits }: World, { which }: Act) => {
    const report = deposits.report(which);
    if (report)
      await services.database.transaction((tx) => applyDepositReport(tx, services, 'nowpayments', report));
  },
  followDeposits: async ({ services }: World) => followDeposits(services),
  review: async (world: World, act: Act) => {
    const reviews = await world.services.database.client.depositReview.findMany({
      where: { status: 'open' },
    });
    const ids = reviews.map(({ id }) => id);
    await one(ids, act, (reviewId) =>
      resolveDepositReview(world.services, operator(world, act), {
        reviewId,
        action: 'collect',
        note: 'due',
      }),
    );
  },
  withdraw: async (world: World, act: Act) => {
    const asset = at(world.payouts.provider.assets, act.which);
    const amount = amountIn(asset.currency === 'BTC' ? 'BTC' : 'USDC', act);
    const key = keyOf(world, act);
    const input = { asset: asset.asset, amount, address: `to-${act.who}`, idempotencyKey: key };
    const { withdrawalId } = await requestWithdrawal(world.services, person(world, act), input);
    remember(world.made.withdrawal, noteAnswer(world, person(world, act), key, withdrawalId));
    if (act.key < 2) return;
    // Some go on at once, while others decide about them too.
    for (const each of world.operators) await approveWithdrawal(world.services, each, withdrawalId);
    await sendWithdrawal(world.services, withdrawalId);
  },
  approve: (world: World, act: Act) =>
    one(world.made.withdrawal, act, (id) => approveWithdrawal(world.services, operator(world, act), id)),
  reject: (world: World, act: Act) =>
    one(world.made.withdrawal, act, (id) => rejectWithdrawal(world.services, operator(world, act), id, 'no')),
  cancel: (world: World, act: Act) =>
    one(world.made.withdrawal, act, (id) => cancelWithdrawal(world.services, person(world, act), id)),
  send: (world: World, act: Act) =>
    one(world.made.withdrawal, act, (id) => sendWithdrawal(world.services, id)),
  followWithdrawals: async ({ services }: World) => followWithdrawals(services),
  payout: async ({ payouts }: World, { which, size }: Act) => payouts.finish(which, size % 3 > 0),
  payoutReport: async ({ services, payouts }: World, { which }: Act) => {
    const report = payouts.report(which);
    if (report)
      await services.database.transaction((tx) => applyPayoutReport(tx, services, 'nowpayments', report));
  },
  reconcile: (world: World, act: Act) =>
    one(world.made.withdrawal, act, async (withdrawalId) => {
      const paid = world.payouts.outcomeOf(withdrawalId);
      if (paid === undefined) return;
      await reconcileWithdrawal(world.services, operator(world, act), {
        withdrawalId,
        paid,
        reason: 'asked',
      });
    }),
  offer: async (world: World, act: Act) => {
    const code = currency(act) === 'EUR' ? 'USDC' : currency(act);
    const amount = 6n * AMOUNTS[code];
    const bounds = { amount, minAmount: 1n, maxAmount: amount };
    const key = keyOf(world, act);
    const who = person(world, act);
    const id = await stepsOn(world.services).offer(who, { currency: code, ...bounds }, key);
    remember(world.made.offer, noteAnswer(world, who, key, id));
  },
  trade: (world: World, act: Act) =>
    one(world.made.offer, act, async (offerId) => {
      const key = `${keyOf(world, act)}-${offerId}`;
      const amount = at([1n, 199n, 1_000_000n, 2_345_678n, 900_000_000n], act.size);
      const id = await stepsOn(world.services).open(person(world, act), offerId, { amount }, key);
      remember(world.made.trade, noteAnswer(world, person(world, act), key, id));
      if (act.key < 2) return;
      await stepsOn(world.services).pay(person(world, act), id, `${key}-pay`);
      if (act.key > 3) await stepsOn(world.services).dispute(person(world, act), id, `${key}-dispute`);
    }),
  pay: tradeStep('pay', 'buyerId'),
  release: tradeStep('release', 'sellerId'),
  cancelTrade: tradeStep('cancel', 'buyerId'),
  dispute: tradeStep('dispute', 'buyerId'),
  resolve: (world: World, act: Act) =>
    one(world.made.trade, act, (id) => {
      const outcome = act.size % 2 ? 'buyer' : 'seller';
      return stepsOn(world.services).resolve(operator(world, act), id, outcome, `${keyOf(world, act)}-${id}`);
    }),
  expireTrades: async ({ services }: World) => stepsOn(services).expire({ batch: 3 }),
  quote: async (world: World, act: Act) => {
    const fromCurrency = currency(act);
    const toCurrency = at(CURRENCIES, act.which + 1 + (act.size % 2));
    const ask = { fromCurrency, toCurrency, payAmount: amountIn(fromCurrency, act) };
    const { id } = await quoteSwap(world.services, person(world, act), ask);
    world.made.quote.push(id);
    // Most quotes are accepted at once, some twice and some never.
    if (act.key > 0)
      await acceptSwap(world.services, person(world, act), { quoteId: id, idempotencyKey: id });
  },
  swap: (world: World, act: Act) =>
    one(world.made.quote, act, async (quoteId) => {
      const key = act.key > 1 ? quoteId : keyOf(world, act);
      const id = await acceptSwap(world.services, person(world, act), { quoteId, idempotencyKey: key });
      noteAnswer(world, person(world, act), key, id);
    }),
  price: async ({ wallet }: World, { size }: Act) => {
    wallet.prices.BTC = 60_000n + 9_000n * BigInt(size);
  },
  buy: async (world: World, act: Act) => {
    const toCurrency = at(['BTC', 'USDC'], act.which);
    const ask = { fromCurrency: 'EUR', toCurrency, payAmount: amountIn('EUR', act) };
    const id = await quoteExpressBuy(world.services, person(world, act), ask);
    world.made.buy.push(id);
    await orderExpressBuy(world.services, person(world, act), { buyId: id, idempotencyKey: id });
    const { reference } = await world.services.database.client.expressBuy.findUniqueOrThrow({
      where: { id },
    });
    if (act.key < 1 || reference === null) return;
    // Paid at once, and mostly told of.
    const line = { ...creditLine(world), reference, amount: ask.payAmount };
    world.bank.lines.push(line);
    if (act.key > 1) await notify(world, line.externalId);
  },
  order: (world: World, act: Act) =>
    one(world.made.buy, act, (buyId) =>
      orderExpressBuy(world.services, person(world, act), { buyId, idempotencyKey: keyOf(world, act) }),
    ),
  bankCredit: async (world: World, act: Act) => {
    const where = { rail: world.bank.name, reference: { not: null } };
    const buys = await world.services.database.client.expressBuy.findMany({ where, orderBy: { id: 'asc' } });
    if (buys.length === 0) return;
    const { payAmount, reference } = at(buys, act.which);
    const due = BigInt(payAmount.toFixed());
    const changes = [
      {},
      {},
      {},
      { amount: due - 1n },
      { amount: due + 5n },
      { reference: 'typo' },
      { currency: 'USD' },
    ];
    const changed = at(changes, act.size);
    world.bank.lines.push({ ...creditLine(world), reference: reference ?? '', amount: due, ...changed });
  },
  bankReturn: async (world: World, act: Act) => {
    const returned = new Set(world.bank.lines.map(({ returnsId }) => returnsId));
    const credits = world.bank.lines.filter(
      ({ kind, externalId }) => kind === 'credit' && !returned.has(externalId),
    );
    if (credits.length === 0) return;
    const line = at(credits, act.which);
    const { externalId, bookedAt } = creditLine(world);
    world.bank.lines.push({ ...line, externalId, kind: 'return', returnsId: line.externalId, bookedAt });
  },
  bankNotice: async (world: World, act: Act) => {
    if (world.bank.lines.length === 0) return;
    await notify(world, at(world.bank.lines, act.which).externalId);
  },
  bankStatement: async ({ services }: World) => {
    await openCollections(services);
    await readStatements(services);
    await settlePendingEntries(services);
    await expireExpressBuys(services);
  },
  resolveLine: async (world: World, act: Act) => {
    const { client } = world.services.database;
    const open = { in: ['unmatched', 'return_due'] };
    const entries = await client.fiatEntry.findMany({ where: { rail: world.bank.name, status: open } });
    const ids = entries.map(({ id }) => id);
    const resolution = at<EntryResolution>(['credit', 'dismiss', 'take_back', 'write_off'], act.size);
    if (resolution === 'credit' && world.made.buy.length === 0) return;
    const expressBuyId = resolution === 'credit' ? at(world.made.buy, act.key) : null;
    const idempotencyKey = keyOf(world, act);
    await one(ids, act, (entryId) =>
      resolveEntry(world.services, operator(world, act), {
        entryId,
        resolution,
        expressBuyId,
        note: 'so',
        idempotencyKey,
      }),
    );
  },
  save: savingsMove('deposit'),
  unsave: savingsMove('withdraw'),
  accrue: async ({ services }: World) => accrueInterest(services, { batch: 3 }),
  refer: async (world: World, act: Act) => {
    const code = await createReferralCode(world.services, at(world.people, act.which));
    await useReferralCode(world.services, person(world, act), code);
  },
  treasury: async (world: World, act: Act) => {
    const kind = at(['fund', 'withdraw', 'collect_fees'] as const, act.size);
    const code = currency(act);
    const amount = kind === 'collect_fees' ? 3n : amountIn(code, act);
    const idempotencyKey = keyOf(world, act);
    const move = { kind, currency: code, amount, reason: 'stock', idempotencyKey };
    const id = await recordTreasuryMove(world.services, operator(world, act), move);
    remember(world.made.move, noteAnswer(world, operator(world, act), idempotencyKey, id));
  },
  decide: (world: World, act: Act) =>
    one(world.made.move, act, (moveId) => {
      const decision = act.size % 3 ? 'confirm' : 'reject';
      const idempotencyKey = `${keyOf(world, act)}-${moveId}`;
      return decideTreasuryMove(world.services, operator(world, act), { moveId, decision, idempotencyKey });
    }),
  seal: async ({ services }: World) => sealPostings(services.database),
} as const;

/** Money that comes to the bank now. */
function creditLine({ name, bank, wallet }: World): FiatLine {
  return {
    externalId: `${name}-line-${bank.lines.length}`,
    kind: 'credit',
    returnsId: null,
    reference: '',
    currency: 'EUR',
    amount: 1n,
    bookedAt: wallet.clock.now(),
  };
}

function notify({ services, bank }: World, externalId: string): Promise<boolean> {
  const notice = { rawBody: Buffer.from(externalId), headers: { signature: 'right' } };
  return receiveFiatNotification(services, bank.name, notice);
}

/** A step of a trade, mostly by whoever may take it. */
function tradeStep(step: 'pay' | 'release' | 'cancel' | 'dispute', role: 'buyerId' | 'sellerId') {
  return (world: World, act: Act) =>
    one(world.made.trade, act, async (id) => {
      const trade = await world.services.database.client.p2pTrade.findUniqueOrThrow({ where: { id } });
      const entitled = world.people.find(({ personId }) => personId === trade[role]);
      const who = act.size > 0 && entitled ? entitled : person(world, act);
      await stepsOn(world.services)[step](who, id, `${keyOf(world, act)}-${id}`);
    });
}

function savingsMove(direction: 'deposit' | 'withdraw') {
  return async (world: World, act: Act) => {
    const idempotencyKey = keyOf(world, act);
    const move = { direction, currency: currency(act), amount: amountIn(currency(act), act), idempotencyKey };
    const { id } = await moveSavings(world.services, person(world, act), move);
    noteAnswer(world, person(world, act), idempotencyKey, id);
  };
}

const VERBS = Object.keys(ACTS) as Act['verb'][];

export const ACT: fc.Arbitrary<Act> = fc.record({
  verb: fc.constantFrom(...VERBS),
  who: fc.nat(3),
  which: fc.nat(1_000),
  key: fc.nat(4),
  size: fc.nat(6),
  times: fc.constantFrom(1, 1, 1, 2, 3),
});

/** All of it at the same moment. */
export async function actAtOnce(world: World, acts: readonly Act[]): Promise<void> {
  const all = acts.flatMap((act) => Array.from({ length: act.times }, () => act));
  const outcomes = await Promise.allSettled(
    all.map((act) => request(world, async () => ACTS[act.verb](world, act))),
  );
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.status === 'rejected')
      throw new Error(`${all[index]?.verb} failed`, { cause: outcome.reason });
  }
}
