import { randomUUID } from 'node:crypto';
import type { OperatorScope, PersonScope } from '../../identity/index.ts';
import type { Database } from '../../platform/database/index.ts';
import type { TestWallet } from '../testing.ts';
import { sendMessage } from './messages/send-message.ts';
import { createOffer, type NewOffer } from './offers/create-offer.ts';
import type { P2pServices } from './p2p-services.ts';
import { cancelTrade } from './trades/cancel-trade.ts';
import { disputeTrade } from './trades/dispute-trade.ts';
import { expireTrades } from './trades/expire-trades.ts';
import { markPaid } from './trades/mark-paid.ts';
import { openTrade, type TradeOrder } from './trades/open-trade.ts';
import { releaseTrade } from './trades/release-trade.ts';
import { type DisputeOutcome, resolveDispute } from './trades/resolve-dispute.ts';

export const TEST_OFFER: NewOffer = {
  currency: 'BTC',
  amount: 50_000_000n,
  minAmount: 100_000n,
  maxAmount: 20_000_000n,
  priceCurrency: 'EUR',
  price: { kind: 'fixed', unitPrice: '60000' },
  paymentMethods: ['SEPA', 'Revolut'],
  terms: 'From your own account.',
  windowSeconds: 3_600,
};
export const WINDOW_MS = TEST_OFFER.windowSeconds * 1_000;
export const TEST_AMOUNT = 1_000_000n;
/** Half a percent of it, which the seller pays. */
export const TEST_FEE = 5_000n;

/** The steps of trading, on these services, each under a key of its own unless it is named. */
export function stepsOn(services: P2pServices) {
  const asked = (tradeId: string, idempotencyKey: string = randomUUID()) => ({ tradeId, idempotencyKey });
  return {
    async offer(seller: PersonScope, changes: Partial<NewOffer> = {}, key: string = randomUUID()) {
      const { offerId } = await createOffer(services, seller, { ...TEST_OFFER, ...changes }, key);
      return offerId;
    },
    async open(
      buyer: PersonScope,
      offerId: string,
      changes: Partial<TradeOrder> = {},
      key: string = randomUUID(),
    ) {
      const order = { offerId, amount: TEST_AMOUNT, paymentMethod: 'SEPA', ...changes };
      const { tradeId } = await openTrade(services, buyer, order, key);
      return tradeId;
    },
    pay: (buyer: PersonScope, id: string, key?: string) =>
      markPaid(services, buyer, { ...asked(id, key), reference: 'E2E-4711' }),
    release: (seller: PersonScope, id: string, key?: string) =>
      releaseTrade(services, seller, asked(id, key)),
    cancel: (person: PersonScope, id: string, key?: string) => cancelTrade(services, person, asked(id, key)),
    dispute: (person: PersonScope, id: string, key?: string) =>
      disputeTrade(services, person, { ...asked(id, key), reason: 'Nothing arrived.' }),
    resolve: (operator: OperatorScope, id: string, outcome: DisputeOutcome, key?: string) =>
      resolveDispute(services, operator, { ...asked(id, key), outcome, reason: 'The statement shows it.' }),
    say: (person: PersonScope, id: string, text: string, key?: string) =>
      sendMessage(services, person, { ...asked(id, key), text }),
    expire: (options: Parameters<typeof expireTrades>[1] = {}) => expireTrades(services, options),
  };
}

/** Somebody with so much to sell, and somebody to buy it. */
export async function newParties(wallet: TestWallet, funds = 10n * TEST_AMOUNT) {
  const seller = await wallet.newPerson();
  await wallet.fund(seller, 'BTC', funds);
  return { seller, buyer: await wallet.newPerson() };
}

/** A trade and its two. */
export interface Scene {
  readonly seller: PersonScope;
  readonly buyer: PersonScope;
  readonly offerId: string;
  readonly tradeId: string;
}

/** Trades that have come so far, each between new people. */
export function scenesOn(wallet: TestWallet) {
  const steps = () => stepsOn(wallet.services);
  async function opened(): Promise<Scene> {
    const parties = await newParties(wallet);
    const offerId = await steps().offer(parties.seller);
    return { ...parties, offerId, tradeId: await steps().open(parties.buyer, offerId) };
  }
  async function paid(): Promise<Scene> {
    const scene = await opened();
    await steps().pay(scene.buyer, scene.tradeId);
    return scene;
  }
  async function disputed(): Promise<Scene> {
    const scene = await paid();
    await steps().dispute(scene.buyer, scene.tradeId);
    return scene;
  }
  return { opened, paid, disputed };
}

/** Open trades without their hold, ended ones with one, and escrow that no trade is for: there are none, ever. */
export async function misplacedEscrow({ client }: Pick<Database, 'client'>): Promise<string[]> {
  const rows = await client.$queryRaw<{ id: string }[]>`
    SELECT coalesce(t.id, h.id) AS id
    FROM p2p_trades t
    FULL JOIN (
      SELECT holds.id, holds.amount - holds.captured - holds.released AS remaining FROM ledger_journal j
      JOIN ledger_journal p ON p.posting_number = j.posting_number AND p.line = 1 AND p.kind = 'p2p.escrow'
      JOIN ledger_holds holds ON holds.id = j.hold_id WHERE j.action = 'hold'
    ) h ON h.id = t.hold_id
    WHERE t.id IS NULL OR h.id IS NULL
      OR h.remaining <> CASE WHEN t.status IN ('awaiting_payment', 'paid', 'disputed') THEN t.amount + t.fee ELSE 0 END`;
  return rows.map(({ id }) => id);
}

/** What offers have left is what their trades did not take: nothing else, ever. */
export async function miscountedOffers({ client }: Pick<Database, 'client'>): Promise<string[]> {
  const rows = await client.$queryRaw<{ id: string }[]>`
    SELECT o.id FROM p2p_offers o LEFT JOIN p2p_trades t
      ON t.offer_id = o.id AND t.status IN ('awaiting_payment', 'paid', 'disputed', 'released')
    GROUP BY o.id HAVING o.remaining <> o.amount - coalesce(sum(t.amount), 0)`;
  return rows.map(({ id }) => id);
}
