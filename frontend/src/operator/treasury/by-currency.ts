interface Account {
  readonly kind: string;
  readonly currency: string;
  /** In smallest units, as the ledger has it: what others hold for the platform is negative. */
  readonly balance: string;
  readonly locked: string;
}

/** What the platform has of a currency, in smallest units. */
export interface CurrencyPosition {
  readonly currency: string;
  readonly stock: bigint;
  /** Of the stock, what is promised to something. */
  readonly promised: bigint;
  readonly fees: bigint;
  /** What providers and banks hold, for the platform and for people. */
  readonly outside: bigint;
  /** What was paid to savers. */
  readonly interest: bigint;
  /** What was brought over from an old system. */
  readonly opening: bigint;
}

/** The platform's accounts as one row a currency, by the currency's code. */
export function byCurrency(accounts: readonly Account[]): CurrencyPosition[] {
  const currencies = [...new Set(accounts.map(({ currency }) => currency))].sort();
  return currencies.map((currency) => {
    const find = (kind: string) => accounts.find((each) => each.kind === kind && each.currency === currency);
    const balance = (kind: string) => BigInt(find(kind)?.balance ?? 0);
    return {
      currency,
      stock: balance('treasury'),
      promised: BigInt(find('treasury')?.locked ?? 0),
      fees: balance('fees'),
      outside: -balance('custody'),
      interest: -balance('interest'),
      opening: -balance('opening'),
    };
  });
}
