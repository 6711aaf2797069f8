import type { Database } from '../../../platform/database/index.ts';
import { creditKey } from '../../express-buy/fiat-entry.ts';

/** Amounts by name: `person_x wallet BTC` for what somebody has, `person_x locked BTC` for what of it is locked. */
export type Books = Map<string, bigint>;

interface Units {
  toFixed(): string;
}
const units = (value: Units) => BigInt(value.toFixed());

function add(books: Books, name: string, amount: bigint): void {
  books.set(name, (books.get(name) ?? 0n) + amount);
}

/** What is in the ledger's accounts; those with nothing in them are left out. */
export async function readLedger({ client }: Pick<Database, 'client'>): Promise<Books> {
  const books: Books = new Map();
  for (const {
    ownerKind,
    ownerId,
    kind,
    currency,
    balance,
    locked,
  } of await client.ledgerAccount.findMany()) {
    const owner = ownerKind === 'platform' ? 'platform' : ownerId;
    // What a person has in the wallet and in savings is told apart by moves alone: the model counts both.
    const name = ownerKind === 'platform' ? kind : 'money';
    add(books, `${owner} ${name} ${currency}`, units(balance));
    if (ownerKind !== 'platform') add(books, `${owner} locked ${currency}`, units(locked));
  }
  return withoutZeros(books);
}

/** What ought to be there by what the features have noted, without a look at the ledger. `funded` came from nowhere. */
export async function readFeatures(
  { client }: Pick<Database, 'client'>,
  funded: ReadonlyMap<string, bigint>,
): Promise<Books> {
  const books: Books = new Map(funded);
  const money = (person: string, currency: string, amount: bigint) =>
    add(books, `${person} money ${currency}`, amount);
  const platform = (kind: string, currency: string, amount: bigint) =>
    add(books, `platform ${kind} ${currency}`, amount);
  for (const [name, amount] of funded) platform('opening', name.split(' ')[2] ?? '', -amount);

  const deposits = await client.depositPayment.findMany({ include: { deposit: true } });
  for (const { booked, currency, deposit } of deposits) {
    money(deposit.personId, currency, units(booked));
    platform('custody', currency, -units(booked));
  }
  for (const { personId, currency, amount, fee, status } of await client.withdrawal.findMany()) {
    const total = units(amount) + units(fee);
    if (status === 'completed') {
      money(personId, currency, -total);
      platform('custody', currency, units(amount));
      platform('fees', currency, units(fee));
    } else if (!['failed', 'canceled', 'rejected'].includes(status)) {
      add(books, `${personId} locked ${currency}`, total);
    }
  }
  for (const { sellerId, buyerId, currency, amount, fee, status } of await client.p2pTrade.findMany()) {
    const total = units(amount) + units(fee);
    if (status === 'released') {
      money(sellerId, currency, -total);
      money(buyerId, currency, units(amount));
      platform('fees', currency, units(fee));
    } else if (['awaiting_payment', 'paid', 'disputed'].includes(status)) {
      add(books, `${sellerId} locked ${currency}`, total);
    }
  }
  const exchange = (terms: {
    readonly personId: string;
    readonly fromCurrency: string;
    readonly toCurrency: string;
    readonly payAmount: Units;
    readonly feeAmount: Units;
    readonly receiveAmount: Units;
  }) => {
    const { personId, fromCurrency, toCurrency, payAmount, feeAmount, receiveAmount } = terms;
    money(personId, fromCurrency, -units(payAmount));
    platform('fees', fromCurrency, units(feeAmount));
    platform('treasury', fromCurrency, units(payAmount) - units(feeAmount));
    platform('treasury', toCurrency, -units(receiveAmount));
    money(personId, toCurrency, units(receiveAmount));
  };
  for (const { quote } of await client.swap.findMany({ include: { quote: true } })) exchange(quote);
  const entries = await client.fiatEntry.findMany({
    where: { kind: 'credit' },
    include: { expressBuy: true },
  });
  // A line that was called back and is still owed does not say whether it was bought or only credited: its posting does.
  const exchanges = await client.$queryRaw<{ key: string }[]>`
    SELECT f.key FROM ledger_journal f JOIN ledger_journal s ON s.posting_number = f.posting_number AND s.line = 2
    WHERE f.kind = 'express_buy'`;
  const bought = new Set(exchanges.map(({ key }) => key));
  for (const { id, status, expressBuy, currency, amount, postingId } of entries) {
    if (expressBuy === null || postingId === null || status === 'returned') continue;
    money(expressBuy.personId, currency, units(amount));
    platform('custody', currency, -units(amount));
    if (status === 'written_off') {
      platform('treasury', currency, -units(amount));
      platform('custody', currency, units(amount));
    }
    if (bought.has(creditKey({ id }))) exchange(expressBuy);
  }
  for (const { kind, currency, amount } of await client.treasuryMove.findMany({
    where: { status: 'done' },
  })) {
    const sign = kind === 'withdraw' ? -1n : 1n;
    platform('treasury', currency, sign * units(amount));
    platform(kind === 'collect_fees' ? 'fees' : 'custody', currency, -sign * units(amount));
  }
  const accruals = await client.savingsAccrual.findMany();
  const accounts = await client.ledgerAccount.findMany({
    where: { id: { in: accruals.map(({ accountId }) => accountId) } },
  });
  for (const { accountId, paid } of accruals) {
    const account = accounts.find(({ id }) => id === accountId);
    if (!account) throw new Error('an accrual has an account');
    money(account.ownerId, account.currency, units(paid));
    platform('interest', account.currency, -units(paid));
  }
  for (const { referrerId, currency, amount } of await client.referralCommission.findMany({
    where: { takenBackAt: null },
  })) {
    money(referrerId, currency, units(amount));
    platform('fees', currency, -units(amount));
  }
  return withoutZeros(books);
}

function withoutZeros(books: Books): Books {
  return new Map([...books].filter(([, amount]) => amount !== 0n).sort(([a], [b]) => (a < b ? -1 : 1)));
}
